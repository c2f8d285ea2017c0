// Table 3.1: what cleaning the labels is worth. Labels that networks cannot believe are dropped or flipped; classifiers are
// trained on the complete, the dropped and the flipped labels, cross-validated on the same parts of the same patients for
// equally many steps, and scored on the labels as they were, on the cleaned ones, and, of phantoms, on the true ones.
//
//   mvn -q -Prun -Dmacro=macros/Table_3_1.ijm                       phantoms with wrong labels, 2 cores, about 20 minutes
//   java -jar sonoflow-standalone.jar macros/Table_3_1.ijm "labelled=/data/lab/dataset.csv,testis=/data/ud,thyroid=/data/th"
//
// Settings are those of Table_6_2 (with the same out and settings what is there already is shared), and:
var noise = arg("noise", "0.15");          // share of the phantoms' labels that is made wrong
var method = arg("method", "combined");    // of Filter Noisy Labels; spikes = the published rule
var unit = arg("unit", "testis");          // view = every image is judged by itself
var weights = arg("weights", "");          // where the classifiers start; empty = the encoder of both organs, if there are two
var judgeseeds = arg("judgeseeds", choose("2", "4"));      // how often the judges divide the patients anew
var judgefolds = arg("judgefolds", "3");                   // into how many parts
var judgeepochs = arg("judgeepochs", choose("10", "30"));  // of each of their trainings

// Your data; without labelled, everything is phantoms.
var labelled = arg("labelled", "");        // images with labels: dataset.csv (with patient!) or a folder of class folders
var testis = arg("testis", "");            // unlabelled images of the organ of labelled; none = that row is left out
var thyroid = arg("thyroid", "");          // unlabelled images of another organ; none = that row is left out
var positive = arg("positive", "");        // the label whose F1 is given; empty = the rarer one
var imagenet = arg("imagenet", "");        // a file; empty = the installed resnet18-imagenet, if it is
var uscl = arg("uscl", "");                // a file of USCL's weights
var phantoms = (labelled == "");

// How many patients the phantoms have: with labels, without, and of the other organ (1 to 14, as published).
var patients = arg("patients", "40");
var testes = arg("testes", "64");
var thyroids = arg("thyroids", "920");

var out = arg("out", "target/tables");
var device = arg("device", "auto");
var seed = arg("seed", "0");

// The recipes; the first value is for phantoms on a small machine, the second the published one.
var size = arg("size", choose("64", "256"));
var seeds = arg("seeds", "4");
var folds = arg("folds", "3");
var batch = arg("batch", choose("32", "64"));
var steps = arg("steps", choose("20", "0"));             // of the classifier; 0 = 30 epochs
var backbonerate = arg("backbonerate", choose("0.00003", "0.00001"));
var headrate = arg("headrate", choose("0.0003", "0.0001"));
var markers = arg("markers", choose("0.5", "1"));
var presteps = arg("presteps", choose("120", "2500"));   // of each encoder
var prebatch = arg("prebatch", choose("64", "1024"));
var prerate = arg("prerate", "0.3");
var lambda = arg("lambda", "0.2");
check("noise method unit weights judgeseeds judgefolds judgeepochs", "3_1");

if (phantoms) {
	makePhantoms("labelled", "patients=" + patients + " organs=testis inhomogeneous=0.3", 1);
	makePhantoms("testis", "patients=" + testes + " organs=testis inhomogeneous=0.3", 2);
	makePhantoms("thyroid", "patients=" + thyroids + " organs=thyroid inhomogeneous=0.3", 3);
	labelled = out + "/phantoms/labelled";
	testis = out + "/phantoms/testis";
	thyroid = out + "/phantoms/thyroid";
	positive = "inhomogeneous";
}

if (phantoms) {
	makePhantoms("noisy", "patients=" + patients + " organs=testis inhomogeneous=0.3 noise=" + noise, 1);
	labelled = out + "/phantoms/noisy";
}
if (weights == "" && testis != "" && thyroid != "") {
	pretrain("both", "input=[" + testis + "] more=[" + thyroid + "] organs=testis,thyroid lambda=" + lambda);
	weights = encoder("both");
}
if (weights == "") print("The classifiers start from scratch: neither weights= nor testis= and thyroid= are given.");

// The same trainings are judged once; the filter itself starts from scratch, so that no arm is nearer to its judge.
report = out + "/noise_report";
if (!finished(report)) run("Filter Noisy Labels...", "input=[" + labelled + "] output=[" + report + "] " + judge("report"));
dropped = out + "/noise_drop";
if (!finished(dropped)) run("Filter Noisy Labels...", "input=[" + labelled + "] output=[" + dropped + "] trainings=["
	+ report + "] " + judge("drop"));
flipped = out + "/noise_flip";
if (!finished(flipped)) run("Filter Noisy Labels...", "input=[" + labelled + "] output=[" + flipped + "] trainings=["
	+ report + "] " + judge("flip"));

// Dropped labels make epochs shorter: steps, not epochs, must be equal.
if (steps == "0") {
	table = labelled;
	if (File.isDirectory(table)) table = table + "/dataset.csv";
	if (!File.exists(table)) exit("Give steps=: without a dataset.csv the steps of 30 epochs are not known.");
	images = split(String.trim(File.openAsString(table)), "\n").length - 1;
	steps = "" + (30 * round(images * (parseInt(folds) - 1) / parseInt(folds) / parseInt(batch)));
}

var arms = "";
var names = "";
validate("complete", "complete", weights);
labelled = dropped;
validate("dropped", "dropped", weights);
labelled = flipped;
validate("flipped", "flipped", weights);

run("Compare Classifiers...", "input=[" + arms + "] names=[" + names + "] baseline=complete published=3.1 output=[" + out
	+ "/table_3_1] overwrite=true");
run("Sonoflow Report...", "input=[" + out + "/table_3_1," + report + "," + arms + "] output=[" + out
	+ "/report_3_1] overwrite=true");
print("Open " + out + "/report_3_1/report.html; the table is " + out + "/table_3_1/comparison.csv");

function judge(action) {
	return "action=" + action + " method=" + method + " unit=" + unit + " size=" + size + " seeds=" + judgeseeds
		+ " folds=" + judgefolds + " epochs=" + judgeepochs + " batch=" + choose("16", "64") + " backbonerate=" + choose("0.001", "0.00001")
		+ " headrate=" + choose("0.001", "0.0001") + " markers=" + markers + " device=" + device + " seed=" + seed;
}

// ---- what the tables' macros have in common ----

// A setting of the user, or its default.
function arg(key, value) {
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		if (startsWith(item, key + "=")) return substring(item, lengthOf(key) + 1);
	}
	return value;
}

function choose(small, published) {
	mine = arg("labelled", "");
	if (mine == "") return small;
	return published;
}

// Misspelt settings, and a folder of other settings, would give a wrong table without a word.
function check(more, name) {
	keys = "labelled testis thyroid positive imagenet uscl out device seed size seeds folds batch steps backbonerate headrate"
		+ " markers presteps prebatch prerate lambda patients testes thyroids " + more + " ";
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		key = substring(item, 0, maxOf(indexOf(item, "="), 0));
		if (item != "" && indexOf(" " + keys, " " + key + " ") < 0) exit("Unknown setting " + item
			+ ". Settings are key=value, separated by commas; keys: " + keys);
	}
	makeFolder(out);
	same(out + "/settings.txt", labelled + "|" + testis + "|" + thyroid + "|" + positive + "|" + seed + "|" + size + "|" + seeds + "|" + folds
		+ "|" + batch + "|" + steps + "|" + backbonerate + "|" + headrate + "|" + markers + "|" + presteps + "|" + prebatch + "|"
		+ prerate + "|" + lambda + given("|", "patients testes thyroids", "") + "\n",
		"phantoms encoders cv synthetic filtered scores noise_report");
	text = given("\n", more, "samplersteps judgeseeds judgefolds judgeepochs");
	if (text != "") text = substring(text, 1) + "\n";
	if (more != "") same(out + "/settings_" + name + ".txt", text, "phantoms/noisy noise_report noise_drop noise_flip");
}

// The settings as key=value, each after a separator; those that not every folder knows only if they are given.
function given(separator, keys, optional) {
	text = "";
	list = split(keys, " ");
	if (optional == "") optional = keys;
	for (i = 0; i < list.length; i++) {
		value = arg(list[i], "");
		if (value != "" || indexOf(" " + optional + " ", " " + list[i] + " ") < 0)
			text = text + separator + list[i] + "=" + value;
	}
	return text;
}

// A call that was refused leaves its settings alone, and none of these folders.
function same(file, text, folders) {
	before = text;
	if (File.exists(file)) before = File.openAsString(file);
	results = false;
	list = split(folders, " ");
	for (i = 0; i < list.length; i++)
		if (File.exists(File.getParent(file) + "/" + list[i])) results = true;
	if (before != text && results) exit("The folder " + File.getParent(file) + " holds results of other settings ("
		+ File.getName(file) + "). Give another out, or delete it.");
	File.saveString(text, file);
}

function makeFolder(path) {
	if (File.exists(path)) return;
	parent = File.getParent(path);
	if (parent != "" && parent != path) makeFolder(parent);
	File.makeDirectory(path);
}

function finished(folder) {
	record = folder + "/run.json";
	if (!File.exists(record)) return false;
	at = indexOf(replace(File.openAsString(record), " ", ""), "\"status\":\"finished\"");
	if (at >= 0) return true;
	return false;
}

function makePhantoms(name, keys, number) {
	folder = out + "/phantoms/" + name;
	if (!finished(folder)) run("Make Phantoms...", "output=[" + folder + "] " + keys + " screens=false size=64 markers=0.3 seed="
		+ (1000 * parseInt(seed) + number));
}

function pretrain(name, keys) {
	folder = out + "/encoders/" + name;
	if (!finished(folder)) run("Pretrain Encoder...", keys + " output=[" + folder + "] size=" + size + " steps=" + presteps
		+ " batch=" + prebatch + " chunk=" + minOf(64, parseInt(prebatch)) + " optimizer=lars rate=" + prerate
		+ " skip=true schedule=cosine warmup=" + floor(parseInt(presteps) / 12) + " device=" + device + " seed=" + seed);
}

function encoder(name) {
	return out + "/encoders/" + name + "/encoder.safetensors";
}

function validate(folder, name, weights) {
	path = out + "/cv/" + folder;
	from = "";
	if (weights != "") from = " weights=[" + weights + "]";
	if (!finished(path)) run("Cross-Validate Classifier...", "input=[" + labelled + "] output=[" + path + "]" + from
		+ " positive=[" + positive + "] size=" + size + " seeds=" + seeds + " folds=" + folds + " batch=" + batch + " steps="
		+ steps + " backbonerate=" + backbonerate + " headrate=" + headrate + " markers=" + markers + " device=" + device
		+ " seed=" + seed);
	if (arms != "") {
		arms = arms + ",";
		names = names + ",";
	}
	arms = arms + path;
	names = names + name;
}

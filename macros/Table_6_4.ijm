// Table 6.4: what generated images are worth for pretraining, all of them or only those that lie among the real ones, alone
// or together with real images of another organ. The classifiers are cross-validated on the same parts of the same patients.
//
//   mvn -q -Prun -Dmacro=macros/Table_6_4.ijm                       phantoms that it makes itself, 2 cores, about 30 minutes
//   java -jar sonoflow-standalone.jar macros/Table_6_4.ijm "labelled=/data/lab,testis=/data/ud,thyroid=/data/th,model=/data/m.safetensors"
//
// Settings are those of Table_6_2 (with the same out and settings what is there already is shared), and:
var model = arg("model", "");              // diffusion model of "Train Diffusion..."; empty = the phantoms' in sample-data/
var synthetic = arg("synthetic", "");      // images generated before; empty = they are generated from model
var count = arg("count", "400");           // how many are generated
var sampler = arg("sampler", "dpm++");
var samplersteps = arg("samplersteps", "");  // of Generate Ultrasound; empty = as many as are usual for the sampler
var start = arg("start", "1");             // of Generate Ultrasound; below 1 = from the normal distribution of the training images
var features = arg("features", "");        // what the filter compares images by: inception or a model; empty = a pretrained encoder

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
check("model synthetic count sampler start features samplersteps", "6_4");

if (phantoms) {
	makePhantoms("labelled", "patients=" + patients + " organs=testis inhomogeneous=0.3", 1);
	makePhantoms("testis", "patients=" + testes + " organs=testis inhomogeneous=0.3", 2);
	makePhantoms("thyroid", "patients=" + thyroids + " organs=thyroid inhomogeneous=0.3", 3);
	labelled = out + "/phantoms/labelled";
	testis = out + "/phantoms/testis";
	thyroid = out + "/phantoms/thyroid";
	positive = "inhomogeneous";
}

if (model == "" && phantoms) model = "sample-data/phantom_diffusion.safetensors";
if (testis == "") exit("Table 6.4 needs real images to hold the generated ones against: testis=.");
if (synthetic == "") {
	if (model == "") exit("Give model=, a diffusion model of your images, or synthetic=, images that it generated.");
	synthetic = out + "/synthetic";
	asked = "";
	if (samplersteps != "") asked = " steps=" + samplersteps;
	if (!finished(synthetic)) run("Generate Ultrasound...", "model=[" + model + "] output=[" + synthetic + "] count=" + count
		+ " sampler=" + sampler + asked + " start=" + start + " batch=16 device=" + device + " seed=" + seed);
}

// The filter's network sees other images than those of the labelled patients.
if (features == "") {
	pretrain("testis", "input=[" + testis + "] organs=testis");
	features = encoder("testis");
}
filtered = out + "/filtered";
if (!finished(filtered)) run("Filter Synthetic...", "real=[" + testis + "] synthetic=[" + synthetic + "] output=[" + filtered
	+ "] features=[" + features + "] device=" + device);
scores = out + "/scores";
if (!finished(scores)) run("Evaluate Synthetic...", "real=[" + testis + "] synthetic=[" + synthetic + "] output=[" + scores
	+ "] features=[" + features + "] device=" + device);

var arms = "";
var names = "";
validate("scratch", "scratch", "");
// What real images give, to hold the generated ones against; with the same out they are those of Table_6_2.
pretrain("testis", "input=[" + testis + "] organs=testis");
validate("testis", "UD testis", "" + encoder("testis"));
if (thyroid != "") {
	pretrain("both", "input=[" + testis + "] more=[" + thyroid + "] organs=testis,thyroid lambda=" + lambda);
	validate("both", "UD both", "" + encoder("both"));
}
pretrain("synthetic", "input=[" + synthetic + "] organs=testis");
validate("synthetic", "synthetic", "" + encoder("synthetic"));
pretrain("filtered", "input=[" + filtered + "] organs=testis");
validate("filtered", "synthetic filtered", "" + encoder("filtered"));
if (thyroid != "") {
	pretrain("thyroid_synthetic", "input=[" + thyroid + "] more=[" + synthetic + "] organs=thyroid,testis lambda=" + lambda);
	validate("thyroid_synthetic", "thyroid + synthetic", "" + encoder("thyroid_synthetic"));
	pretrain("thyroid_filtered", "input=[" + thyroid + "] more=[" + filtered + "] organs=thyroid,testis lambda=" + lambda);
	validate("thyroid_filtered", "thyroid + synthetic filtered", "" + encoder("thyroid_filtered"));
}

run("Compare Classifiers...", "input=[" + arms + "] names=[" + names + "] baseline=[synthetic] published=6.4 output=[" + out
	+ "/table_6_4] overwrite=true");
tables = out + "/table_6_4,";
if (thyroid != "") {
	run("Compare Classifiers...", "input=[" + out + "/cv/thyroid_synthetic," + out + "/cv/thyroid_filtered]"
		+ " names=[thyroid + synthetic,thyroid + synthetic filtered] published=6.4 output=[" + out
		+ "/table_6_4_thyroid] overwrite=true");
	tables = tables + out + "/table_6_4_thyroid,";
}
run("Sonoflow Report...", "input=[" + tables + filtered + "," + scores + "," + arms + "] output=[" + out
	+ "/report_6_4] overwrite=true");
print("Open " + out + "/report_6_4/report.html; the table is " + out + "/table_6_4/comparison.csv");

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
	if (more != "") same(out + "/settings_" + name + ".txt", text, "synthetic filtered scores cv/synthetic");
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

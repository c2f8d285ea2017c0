// Figure 6.1: does a classifier look at burnt-in measuring marks, and does the marker augmentation keep it from doing so?
// Marks are burnt into the images of one label only ("tied"); networks learn on those images without ("untreated") and with
// ("treated") random marks, for equally many steps, and are tested on other patients twice: with the marks as learned, and
// swapped, where exactly the images of the other label bear them.
//
//   mvn -q -Prun -Dmacro=macros/Figure_6_1.ijm                       phantoms that it makes itself, 2 cores, about 20 minutes
//   java -jar sonoflow-standalone.jar macros/Figure_6_1.ijm "labelled=/data/lab/dataset.csv,out=/data/marks"
//
// It writes marker_study.csv (accuracies, the drop with its spread over the trainings, share of the Grad-CAM++ maps on the
// marks and of the pixels that they cover), figure.png (left untreated, right treated; above without, below with marks) and
// report/report.html. Settings are key=value, separated by commas; all have defaults. Killed and started again with the same
// settings, it goes on where it stopped.

var labelled = arg("labelled", "");    // images without marks: dataset.csv (with patient!) or a folder of class folders
var out = arg("out", "target/markers");
var kinds = arg("kinds", "plus;dot");  // what is burnt in, separated by semicolons: a dotted line between two pluses
var treated = arg("treated", "3");     // strength of the random marks of the treated networks
var phantoms = (labelled == "");
var patients = arg("patients", "40");  // of the phantoms
var noise = arg("noise", "0.2");       // share of wrong labels of the phantoms: marks follow the label, tissue the truth
var backbone = arg("backbone", "resnet18");   // or another of Train Classifier, such as cbam-resnet18
var size = arg("size", choose("128", "256"));
var folds = arg("folds", choose("2", "3"));
var seeds = arg("seeds", choose("2", "4"));
var epochs = arg("epochs", "30");
var batch = arg("batch", choose("16", "64"));
var backbonerate = arg("backbonerate", choose("0.001", "0.00001"));
var headrate = arg("headrate", choose("0.001", "0.0001"));
var device = arg("device", "auto");
var seed = arg("seed", "0");
check();
arms = newArray("untreated", "treated");
strengths = newArray("0", treated);
runs = "";

// 1. Images without marks. In 64 px a mark is one or two faint pixels wide, which networks do not learn; in 128 px they do.
data = labelled;
if (phantoms) {
	data = out + "/phantoms";
	once(data, "Make Phantoms...", "patients=" + patients + " size=" + size + " screens=false inhomogeneous=0.5 markers=0 noise=" + noise
		+ " seed=" + (1000 * parseInt(seed) + 1));
	runs = data + ",";
}

// 2. Marks that only one label has, and the same the other way round.
once(out + "/tied", "Insert Markers...", "input=[" + data + "] biased=1 kinds=[" + replace(kinds, ";", ",") + "] seed=" + seed);
once(out + "/swapped", "Insert Markers...", "input=[" + data + "] biased=1 swapped=true kinds=[" + replace(kinds, ";", ",") + "] seed=" + seed);
runs = runs + out + "/tied," + out + "/swapped";
marked = figure(out + "/tied/run.json", "label");
marked = substring(marked, 1, lengthOf(marked) - 1);

// 3. Train on the tied images, test on both versions.
for (i = 0; i < 2; i++) {
	once(out + "/" + arms[i], "Cross-Validate Classifier...", "input=[" + out + "/tied] alternate=[" + out
		+ "/swapped] positive=[" + marked + "] backbone=" + backbone + " size=" + size + " epochs=" + epochs + " batch=" + batch + " folds=" + folds
		+ " seeds=" + seeds + " backbonerate=" + backbonerate + " headrate=" + headrate + " markers=" + strengths[i]
		+ " device=" + device + " seed=" + seed);
	runs = runs + "," + out + "/" + arms[i];
}

// 4. Where do the networks of the first seed look on the patients that they never saw? Over its folds, on all images once.
for (i = 0; i < 2; i++) {
	for (f = 1; f <= parseInt(folds); f++) {
		once(out + "/maps_" + arms[i] + "_" + f, "Explain Classification...", "model=[" + out + "/" + arms[i] + "/models/seed"
			+ seed + "_fold" + f + ".safetensors] input=[" + out + "/" + arms[i] + "/splits/seed" + seed + "_fold" + f
			+ ".csv] method=gradcam++ device=" + device);
		runs = runs + "," + out + "/maps_" + arms[i] + "_" + f;
	}
}

// 5. The four maps of the first of these images that bears marks: its version without them, and with marks inserted anew.
name = firstMarked(out + "/maps_untreated_1/cams.csv");
for (i = 0; i < 2; i++) {
	once(out + "/pair_" + arms[i], "Explain Classification...", "model=[" + out + "/" + arms[i]
		+ "/models/seed" + seed + "_fold1.safetensors] input=[" + out + "/swapped/images/" + name + "] target=[" + marked
		+ "] markers=true method=gradcam++ device=" + device);
	runs = runs + "," + out + "/pair_" + arms[i];
}
setBatchMode(true);
for (i = 0; i < 2; i++) {
	open(out + "/pair_" + arms[i] + "/cams/" + name);
	rename(arms[i]);
}
run("Combine...", "stack1=untreated stack2=treated");
saveAs("PNG", out + "/figure.png");
close();

// 6. The figures in one table.
csv = "arm,trainings,accuracy,accuracystd,swappedaccuracy,swappedaccuracystd,drop,dropstd,markershare,markerarea\n";
for (i = 0; i < 2; i++) {
	folder = out + "/" + arms[i];
	csv = csv + arms[i] + "," + figure(folder + "/run.json", "trainings") + "," + summary(folder, "accuracy") + ","
		+ summary(folder, "alternateaccuracy") + "," + summary(folder, "alternatedrop") + "," + overFolds(arms[i], "markershare")
		+ "," + overFolds(arms[i], "markerarea") + "\n";
}
File.saveString(csv, out + "/marker_study.csv");
print(csv);

// 7. The report.
run("Sonoflow Report...", "input=[" + runs + "] output=[" + out + "/report] overwrite=true");
print("Open " + out + "/report/report.html");

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

// Misspelt settings, and a folder of other settings, would give wrong figures without a word.
function check() {
	keys = "labelled out kinds treated patients noise backbone size folds seeds epochs batch backbonerate headrate device seed ";
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		key = substring(item, 0, maxOf(indexOf(item, "="), 0));
		if (item != "" && indexOf(" " + keys, " " + key + " ") < 0) exit("Unknown setting " + item
			+ ". Settings are key=value, separated by commas; keys: " + keys);
	}
	makeFolder(out);
	// Folders of before these keys have none of them.
	more = "";
	if (patients != "40") more = "|patients=" + patients;
	if (backbone != "resnet18") more = more + "|backbone=" + backbone;
	same(out + "/settings.txt", labelled + "|" + kinds + "|" + treated + "|" + noise + "|" + size + "|" + folds + "|" + seeds
		+ "|" + epochs + "|" + batch + "|" + backbonerate + "|" + headrate + "|" + seed + more + "\n", "phantoms tied swapped");
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

// Runs a command unless its folder holds a finished run of an earlier call of this macro.
function once(folder, command, options) {
	if (File.exists(folder + "/run.json")) {
		if (indexOf(File.openAsString(folder + "/run.json"), "\"status\": \"finished\"") >= 0) {
			print("Already done: " + folder);
			return;
		}
	}
	run(command, options + " output=[" + folder + "]");
}

// A figure of a run, as its run.json has it.
function figure(file, key) {
	text = File.openAsString(file);
	text = substring(text, indexOf(text, "\"figures\": {"));
	at = indexOf(text, "\"" + key + "\": ");
	if (at < 0) exit("Figure_6_1: " + file + " has no figure " + key + ".");
	text = substring(text, at + lengthOf(key) + 4);
	line = substring(text, 0, indexOf(text, "\n"));
	if (endsWith(line, ",")) line = substring(line, 0, lengthOf(line) - 1);
	return line;
}

// The mean over the folds of a figure of the maps.
function overFolds(arm, key) {
	sum = 0;
	for (f = 1; f <= parseInt(folds); f++)
		sum = sum + parseFloat(figure(out + "/maps_" + arm + "_" + f + "/run.json", key));
	return sum / parseInt(folds);
}

// Mean and standard deviation of a metric over the trainings, as summary.csv has them.
function summary(folder, metric) {
	lines = split(File.openAsString(folder + "/summary.csv"), "\n");
	for (l = 1; l < lines.length; l++) {
		if (startsWith(lines[l], metric + ",")) {
			cells = split(lines[l] + ",", "(,)");
			return cells[1] + "," + cells[2];
		}
	}
	exit("Figure_6_1: " + folder + "/summary.csv has no row " + metric + ".");
}

// The picture's name of the first image of cams.csv that bears marks; which is also the image's.
function firstMarked(csv) {
	lines = split(File.openAsString(csv), "\n");
	for (l = 1; l < lines.length; l++) {
		at = indexOf(lines[l], ",true,cams/");
		if (at >= 0) {
			rest = substring(lines[l], at + lengthOf(",true,cams/"));
			return substring(rest, 0, indexOf(rest, ","));
		}
	}
	exit("Figure_6_1: no image of " + csv + " bears marks.");
}

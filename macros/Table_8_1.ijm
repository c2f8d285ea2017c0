// Table 8.1: which classifier tells the findings of several organs best, when one network serves all: the encoder of a segmenter
// (U-Net) or a ResNet-18, without and with FiLM (the network is told the organ) and CBAM (attention after each stage). All are
// cross-validated on the same parts of the same patients, for equally many steps.
//
//   mvn -q -Prun -Dmacro=macros/Table_8_1.ijm                       phantoms that it makes itself, one core, about 15 minutes
//   java -jar sonoflow-standalone.jar macros/Table_8_1.ijm "labelled=/data/lab/dataset.csv,masked=/data/masks,out=/data/t"
//
// It writes table_8_1/comparison.csv (accuracy of each organ, accuracy.organs = their mean, beside the published figures; F1 and
// others over all images) with differences from ResNet, the same within U-Net and within CBAM, and report_8_1/report.html. The
// published accuracies are of one training each on other organs. Settings are key=value, separated by commas; all have
// defaults. Killed and started again with the same settings, it goes on where it stopped.

var labelled = arg("labelled", "");        // images with label and organ: dataset.csv with patient; empty = phantoms
var phantoms = (labelled == "");
var masked = arg("masked", "");            // images with masks of other patients, for the U-Nets' encoders; none = no U-Net
var unet = arg("unet", "");                // or: a model of Train Segmenter with film=false
var unetfilm = arg("unetfilm", "");        // and one with film=true
var which = arg("arms", "unet;unet_film;resnet;resnet_film;cbam;cbam_film");   // all, or some with resnet
var patients = arg("patients", "40");      // of the phantoms: with labels, and with masks; each has four images
var maskedpatients = arg("maskedpatients", "20");
var out = arg("out", "target/organs");
var head = arg("head", "unet-pooled");     // of the U-Nets' classifiers: unet-pooled or unet-flat
var heads = arg("heads", "single");        // single = one head for all labels, as published; organ = one an organ
var size = arg("size", choose("64", "256"));
var seeds = arg("seeds", "3");
var folds = arg("folds", choose("2", "3"));
var batch = arg("batch", choose("16", "64"));
var steps = arg("steps", choose("80", "0"));       // of a classifier; 0 = by epochs
var epochs = arg("epochs", "20");
var loss = arg("loss", "both");
var rate = arg("rate", choose("0.001", "0.0001"));
var widths = arg("widths", choose("8;16;32;64", "32;64;128;256;512"));
var segsize = arg("segsize", choose("64", "512"));
var segsteps = arg("segsteps", choose("100", "0"));  // of a segmenter; 0 = 100 epochs
var device = arg("device", "auto");
var seed = arg("seed", "0");
var arms = "";
var names = "";
check("labelled masked unet unetfilm arms patients maskedpatients out head heads size seeds folds batch steps epochs loss rate widths segsize segsteps device seed ");

// 1. Five organs, each with findings of its own.
var meaning = "";
if (phantoms) {
	keys = "organs=[thyroid,nodule,nerve,fetal,kidney] inhomogeneous=0.5 markers=0 screens=false size=64";
	labelled = views("labelled", patients, 1, keys);
	masked = views("masked", maskedpatients, 2, keys);
	meaning = " values=organ";
}

// 2. The U-Nets' encoders, by masks of other patients.
want = wanted("unet");
wantfilm = wanted("unet_film");
if (unet == "" && masked != "" && want) unet = segmenter("unet", "false");
if (unetfilm == "" && masked != "" && wantfilm) unetfilm = segmenter("unet_film", "true");

// 3. The arms.
if (unet != "") arm("unet", "U-Net", "backbone=" + head + " weights=[" + unet + "]");
if (unetfilm != "") arm("unet_film", "U-Net + FiLM", "backbone=" + head + " film=true weights=[" + unetfilm + "]");
if (unet == "" && want) print("U-Net: no masked=, and no segmenter; its rows are left out.");
arm("resnet", "ResNet", "backbone=resnet18");
arm("resnet_film", "ResNet + FiLM", "backbone=resnet18 film=true");
arm("cbam", "ResNet + CBAM", "backbone=cbam-resnet18");
arm("cbam_film", "ResNet + CBAM + FiLM", "backbone=cbam-resnet18 film=true");

// 4. All against the plain ResNet; FiLM's part within the two others.
run("Compare Classifiers...", "input=[" + arms + "] names=[" + names + "] baseline=ResNet published=8.1 output=[" + out
	+ "/table_8_1] overwrite=true");
tables = out + "/table_8_1";
attention = wanted("cbam");
both = wanted("cbam_film");
if (attention && both) tables = tables + "," + pair("cbam", "ResNet + CBAM", "cbam_film", "ResNet + CBAM + FiLM");
if (unet != "" && unetfilm != "" && want && wantfilm) tables = tables + "," + pair("unet", "U-Net", "unet_film", "U-Net + FiLM");
run("Sonoflow Report...", "input=[" + tables + "," + arms + "] output=[" + out + "/report_8_1] overwrite=true");
print("Open " + out + "/report_8_1/report.html; the table is " + out + "/table_8_1/comparison.csv");

// A setting of the user, or its default.
function arg(key, value) {
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		if (startsWith(item, key + "=")) return substring(item, lengthOf(key) + 1);
	}
	return value;
}

function choose(small, full) {
	mine = arg("labelled", "");
	if (mine == "") return small;
	return full;
}

// Misspelt settings, and a folder of other settings, would give wrong figures without a word.
function check(keys) {
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		key = substring(item, 0, maxOf(indexOf(item, "="), 0));
		if (item != "" && indexOf(" " + keys, " " + key + " ") < 0) exit("Unknown setting " + item
			+ ". Settings are key=value, separated by commas; keys: " + keys);
	}
	makeFolder(out);
	text = "";
	list = split(keys, " ");
	for (i = 0; i < list.length; i++)
		if (list[i] != "out" && list[i] != "device") text = text + list[i] + "=" + arg(list[i], "") + "\n";
	before = text;
	if (File.exists(out + "/settings.txt")) before = File.openAsString(out + "/settings.txt");
	there = getFileList(out);
	// A call that was refused leaves its settings alone, and no result.
	if (before != text && there.length > 1) exit("The folder " + out + " holds results of other settings (settings.txt). Give another out, or delete it.");
	File.saveString(text, out + "/settings.txt");
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

function views(name, number, offset, keys) {
	folder = out + "/phantoms/" + name;
	once(folder, "Make Phantoms...", "patients=" + number + " " + keys + " seed=" + (1000 * parseInt(seed) + offset));
	return folder + "/dataset.csv";
}

function segmenter(name, film) {
	folder = out + "/segmenters/" + name;
	once(folder, "Train Segmenter...", "input=[" + masked + "]" + meaning + " film=" + film + " size=" + segsize + " widths=["
		+ replace(widths, ";", ",") + "] steps=" + segsteps + " holdout=0 every=50 device=" + device + " seed=" + seed);
	return folder + "/model.safetensors";
}

function wanted(name) {
	if (indexOf(";" + which + ";", ";" + name + ";") >= 0) return true;
	return false;
}

function arm(folder, name, keys) {
	if (!wanted(folder)) return;
	path = out + "/cv/" + folder;
	once(path, "Cross-Validate Classifier...", "input=[" + labelled + "] " + keys + " heads=" + heads + " loss=" + loss + " schedule=cosine"
		+ " size=" + size + " folds=" + folds + " seeds=" + seeds + " batch=" + batch + " steps=" + steps + " epochs=" + epochs
		+ " backbonerate=" + rate + " headrate=" + rate + " markers=0 device=" + device + " seed=" + seed);
	if (arms != "") {
		arms = arms + ",";
		names = names + ",";
	}
	arms = arms + path;
	names = names + name;
}

function pair(folder, name, other, theirs) {
	path = out + "/compared_" + folder;
	run("Compare Classifiers...", "input=[" + out + "/cv/" + folder + "," + out + "/cv/" + other + "] names=[" + name + "," + theirs
		+ "] published=8.1 output=[" + path + "] overwrite=true");
	return path;
}

// The renal study: a Vision Transformer pretrained by masking, fine-tuned on few labelled kidneys, against the same network
// from scratch, DenseNet-169 and ResNet-18; normal against any anomaly and in three classes; cross-validated by patients, on a
// test set that no fold sees, and explained by Score-CAM, scored on masks where there are some.
//
//   mvn -q -Prun -Dmacro=macros/Renal.ijm                       phantoms that it makes itself, 2 cores, about 45 minutes
//   java -jar sonoflow-standalone.jar macros/Renal.ijm "labelled=/data/kidneys/dataset.csv,test=/data/other/dataset.csv,unlabelled=/data/scans"
//
// It writes renal.csv (task, arm, F1 and AUC over the folds and of the networks' mean on the test set), a comparison with paired
// intervals for each task, maps with their tests, and report/report.html. Settings are key=value, separated by commas; all have
// defaults. Killed and started again with the same settings, it goes on where it stopped.

var labelled = arg("labelled", "");        // images with labels of any number of classes: dataset.csv with patient
var test = arg("test", "");                // the same of other patients; none = no test set
var unlabelled = arg("unlabelled", "");    // images for the pretraining; none needed if encoder is given
var encoder = arg("encoder", "");          // a pretrained Vision Transformer, e.g. USF-MAE's or MAE's; empty = it is made
var densenet = arg("densenet", "");        // weights of DenseNet-169; empty = from scratch
var resnet = arg("resnet", "");            // weights of ResNet-18; empty = from scratch
var binary = arg("binary", "");            // labelled once more with two labels; none = that task is left out
var binarytest = arg("binarytest", "");    // test once more with two labels
var out = arg("out", "target/renal");
var phantoms = (labelled == "");
var patients = arg("patients", "24");      // of the phantoms: with labels, of the test set, without labels
var testpatients = arg("testpatients", "12");
var others = arg("others", "96");
var vit = arg("vit", choose("vit-tiny16", "vit-base16"));
var size = arg("size", choose("96", "224"));
var folds = arg("folds", choose("3", "5"));
var seeds = arg("seeds", choose("1", "4"));
var batch = arg("batch", choose("16", "32"));
var steps = arg("steps", choose("60", "0"));               // of a classifier; 0 = by epochs
var epochs = arg("epochs", "100");
var headrate = arg("headrate", "0.001");
var backbonerate = arg("backbonerate", "0.0003");          // of the convolutional networks
var layerdecay = arg("layerdecay", choose("0.75", "0.65"));  // of the pretrained transformer
var presteps = arg("presteps", choose("600", "0"));        // of the pretraining; 0 = by preepochs
var preepochs = arg("preepochs", "100");
var prebatch = arg("prebatch", choose("32", "64"));
var prerate = arg("prerate", choose("0.006", "0"));        // for 256 images; 0 = the recipe's
var maps = arg("maps", "12");                              // images explained of each network
var device = arg("device", "auto");
var seed = arg("seed", "0");
var arms = "";
var names = "";
var runs = "";
var table = "task,arm,f1,f1std,auc,aucstd,testf1,testauc\n";
check();

// 1. Kidneys: normal, dilated, multicystic; those of the test set are other people, whatever their numbers.
if (phantoms) {
	keys = "organs=kidney inhomogeneous=0.67 markers=0 screens=false size=128";
	labelled = kidneys("labelled", patients, 1, keys);
	test = kidneys("test", testpatients, 2, keys);
	unlabelled = kidneys("unlabelled", others, 3, keys);
	if (!File.exists(out + "/phantoms/test/test.csv")) File.saveString(prefixed(fluidOnly(test), "patient", "t"), out + "/phantoms/test/test.csv");
	test = out + "/phantoms/test/test.csv";
	binary = twoLabels(labelled, out + "/phantoms/labelled/binary.csv");
	binarytest = twoLabels(test, out + "/phantoms/test/binary.csv");
}

// 2. The encoder.
if (encoder == "") {
	if (unlabelled == "") exit("Give unlabelled=, images to pretrain on, or encoder=, a pretrained Vision Transformer.");
	once(out + "/mae", "Pretrain Masked Autoencoder...", "input=[" + unlabelled + "] backbone=" + vit + " size=" + size + " steps=" + presteps
		+ " epochs=" + preepochs + " batch=" + prebatch + " rate=" + prerate + decoder() + " device=" + device + " seed=" + seed);
	encoder = out + "/mae/encoder.safetensors";
	runs = out + "/mae";
}

// 3. Each task: four networks on the same parts of the same patients.
task("three", labelled, test);
if (binary != "") task("binary", binary, binarytest);
File.saveString(table, out + "/renal.csv");
print(table);

// 4. Where do they look? Score-CAM on the transformer's tokens, Grad-CAM++ on the other, on images that they never saw.
explain("vit_mae", "method=scorecam top=64");
explain("densenet169", "method=gradcam++");
explain("resnet18", "method=gradcam++");

run("Sonoflow Report...", "input=[" + runs + "] output=[" + out + "/report] overwrite=true");
print("Open " + out + "/report/report.html; the figures are in " + out + "/renal.csv");

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
	keys = "labelled test unlabelled encoder densenet resnet binary binarytest out patients testpatients others vit size folds seeds batch"
		+ " steps epochs headrate backbonerate layerdecay presteps preepochs prebatch prerate maps device seed ";
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

// A small decoder for a small network.
function decoder() {
	if (phantoms) return " decoderdepth=2 decoderwidth=128";
	return "";
}

function kidneys(name, number, place, keys) {
	folder = out + "/phantoms/" + name;
	once(folder, "Make Phantoms...", "patients=" + number + " " + keys + " seed=" + (1000 * parseInt(seed) + place));
	return folder + "/dataset.csv";
}

// The number of a column of a table; values in quotes would hold commas.
function column(text, name) {
	if (indexOf(text, "\"") >= 0) exit("Renal: a table with quotes cannot be rewritten by this macro.");
	header = split(substring(text, 0, indexOf(text, "\n")), ",");
	for (i = 0; i < header.length; i++)
		if (String.trim(header[i]) == name) return i;
	exit("Renal: a table has no column " + name + ".");
}

// The cells of a line, empty ones, too.
function cells(line) {
	row = split(line, "(,)");
	return row;
}

function joined(row) {
	line = row[0];
	for (c = 1; c < row.length; c++)
		line = line + "," + row[c];
	return line;
}

// Other people: something is put before the values of a column.
function prefixed(text, name, before) {
	at = column(text, name);
	lines = split(text, "\n");
	for (l = 1; l < lines.length; l++) {
		row = cells(lines[l]);
		row[at] = before + row[at];
		lines[l] = joined(row);
	}
	return String.join(lines, "\n") + "\n";
}

// The table with normal against anomaly.
function twoLabels(from, to) {
	if (from == "") return "";
	if (File.exists(to)) return to;
	text = File.openAsString(from);
	label = column(text, "label");
	truth = column(text, "truth");
	lines = split(text, "\n");
	for (l = 1; l < lines.length; l++) {
		row = cells(lines[l]);
		if (row[label] != "normal") row[label] = "anomaly";
		if (row[truth] != "normal") row[truth] = "anomaly";
		lines[l] = joined(row);
	}
	File.saveString(String.join(lines, "\n") + "\n", to);
	return to;
}

// The table with masks of pelvis, calyces and cysts alone: that a map lies on the kidney says little.
function fluidOnly(from) {
	folder = File.getParent(from);
	makeFolder(folder + "/fluid");
	text = File.openAsString(from);
	mask = column(text, "mask");
	lines = split(text, "\n");
	setBatchMode(true);
	for (l = 1; l < lines.length; l++) {
		row = cells(lines[l]);
		name = File.getName(row[mask]);
		open(folder + "/" + row[mask]);
		run("Macro...", "code=v=255*(v>=150)*(v<=200)");
		saveAs("PNG", folder + "/fluid/" + name);
		close();
		row[mask] = "fluid/" + name;
		lines[l] = joined(row);
	}
	setBatchMode(false);
	return String.join(lines, "\n") + "\n";
}

function task(name, input, held) {
	arms = "";
	names = "";
	slow = " headrate=" + headrate + " backbonerate=" + backbonerate;
	tuned = " smoothing=0.1 schedule=cosine warmup=0.1 droppath=0.1 headrate=" + headrate;
	arm(name, "vit_mae", "ViT by MAE", input, held, "backbone=" + vit + " weights=[" + encoder + "] layerdecay=" + layerdecay + tuned);
	arm(name, "vit_scratch", "ViT from scratch", input, held, "backbone=" + vit + tuned + " backbonerate=" + headrate);
	arm(name, "densenet169", "DenseNet-169", input, held, "backbone=densenet169" + weightsOf(densenet) + slow);
	arm(name, "resnet18", "ResNet-18", input, held, "backbone=resnet18" + weightsOf(resnet) + slow);
	run("Compare Classifiers...", "input=[" + arms + "] names=[" + names + "] baseline=[DenseNet-169] output=[" + out + "/compared_" + name
		+ "] overwrite=true");
	runs = runs + "," + arms + "," + out + "/compared_" + name;
}

function weightsOf(file) {
	if (file == "") return "";
	return " weights=[" + file + "]";
}

function arm(what, folder, name, input, held, keys) {
	path = out + "/" + what + "/" + folder;
	apart = "";
	if (held != "") apart = " test=[" + held + "]";
	once(path, "Cross-Validate Classifier...", "input=[" + input + "]" + apart + " " + keys + " size=" + size + " folds=" + folds
		+ " seeds=" + seeds + " batch=" + batch + " steps=" + steps + " epochs=" + epochs + " markers=0 device=" + device + " seed=" + seed);
	ensemble = ",";
	if (held != "") ensemble = "" + tested(path, "f1") + "," + tested(path, "auc");
	table = "" + table + what + "," + name + "," + summary(path, "f1") + "," + summary(path, "auc") + "," + ensemble + "\n";
	if (arms != "") {
		arms = arms + ",";
		names = names + ",";
	}
	arms = arms + path;
	names = names + name;
}

function explain(folder, keys) {
	if (test == "") return;
	path = out + "/maps_" + folder;
	once(path, "Explain Classification...", "model=[" + out + "/three/" + folder + "/models/seed" + seed + "_fold1.safetensors] input=["
		+ test + "] count=" + maps + " tests=true " + keys + " device=" + device + " seed=" + seed);
	runs = runs + "," + path;
}

// Mean and standard deviation of a metric over the trainings, as summary.csv has them.
function summary(folder, metric) {
	lines = split(File.openAsString(folder + "/summary.csv"), "\n");
	for (l = 1; l < lines.length; l++) {
		if (startsWith(lines[l], metric + ",")) {
			row = cells("" + lines[l] + ",");
			value = "" + row[1] + "," + row[2];
			return value;
		}
	}
	exit("Renal: " + folder + "/summary.csv has no row " + metric + ".");
}

// A figure of the mean of all networks on the test set.
function tested(folder, metric) {
	text = File.openAsString(folder + "/test.csv");
	at = column(text, metric);
	lines = split(text, "\n");
	for (l = 1; l < lines.length; l++) {
		if (startsWith(lines[l], "ensemble,")) {
			row = cells(lines[l]);
			value = "" + row[at];
			return value;
		}
	}
	exit("Renal: " + folder + "/test.csv has no row ensemble.");
}

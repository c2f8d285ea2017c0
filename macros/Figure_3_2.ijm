// Figure 3.2: the loss of each image over the epochs of its trainings, the suspicious ones apart from the others.
//
//   mvn -q -Prun -Dmacro=macros/Figure_3_2.ijm                       phantoms with wrong labels, 5 minutes
//   java -jar sonoflow-standalone.jar macros/Figure_3_2.ijm "run=/data/cleaned"
//   java -jar sonoflow-standalone.jar macros/Figure_3_2.ijm "input=/data/crops,weights=imagenet.pth;,epochs=30,seeds=4,size=256"
//
// It writes figure_3_2.png (median and spread of the others, each suspicious image), and how many are suspicious. Settings are
// key=value, separated by commas; all have defaults. Figure_3_3.ijm with the same out and settings shares the search.

var found = arg("run", "");                // output folder of "Filter Noisy Labels..." (method=spikes); empty = it is run here
var input = arg("input", "");              // images with labels: dataset.csv or class folders; empty = phantoms
var weights = arg("weights", "");          // initialisations, separated by semicolons; the published rule has two
var counts = arg("counts", "3;4;5");       // epochs above the threshold: the first decides, all are tabled
var epochs = arg("epochs", "12");
var size = arg("size", "64");
var seeds = arg("seeds", "2");
var folds = arg("folds", "3");
var batch = arg("batch", "32");
var rate = arg("rate", "0.001");           // of all layers; from random weights a large one
var patients = arg("patients", "30");      // of the phantoms
var noise = arg("noise", "0.15");          // share of their labels that is made wrong
var out = arg("out", "target/labelfigures");
var device = arg("device", "auto");
var seed = arg("seed", "0");
check("run input weights counts epochs size seeds folds batch rate patients noise out device seed ");

if (found == "") {
	if (input == "") {
		once(out + "/phantoms", "Make Phantoms...", "patients=" + patients + " organs=testis inhomogeneous=0.4 markers=0 screens=false size=128"
			+ " noise=" + noise + " seed=" + (1000 * parseInt(seed) + 31));
		input = out + "/phantoms/dataset.csv";
	}
	found = out + "/labels";
	once(found, "Filter Noisy Labels...", "input=[" + input + "] weights=[" + replace(weights, ";", ",") + "] count=[" + replace(counts, ";", ",")
		+ "] epochs=" + epochs + " size=" + size + " seeds=" + seeds + " folds=" + folds + " batch=" + batch + " backbonerate=" + rate
		+ " headrate=" + rate + " markers=0 device=" + device + " seed=" + seed);
}

File.copy(found + "/trajectories.png", out + "/figure_3_2.png");
text = File.openAsString(found + "/suspicious.csv");
flagged = column(text, "suspicious");
lines = split(text, "\n");
count = 0;
for (l = 1; l < lines.length; l++) {
	row = cells(lines[l]);
	if (row[flagged] == "true") count++;
}
print(count + " of " + (lines.length - 1) + " images are suspicious. The figure is " + out + "/figure_3_2.png");

// A setting of the user, or its default.
function arg(key, value) {
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		if (startsWith(item, key + "=")) return substring(item, lengthOf(key) + 1);
	}
	return value;
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

// The number of a column of a table; values in quotes would hold commas.
function column(text, name) {
	if (indexOf(text, "\"") >= 0) exit("Names with commas or quotes cannot be read by this macro.");
	header = split(substring(text, 0, indexOf(text, "\n")), ",");
	for (i = 0; i < header.length; i++)
		if (String.trim(header[i]) == name) return i;
	exit("A table has no column " + name + ".");
}

// The cells of a line, empty ones, too.
function cells(line) {
	row = split(line, "(,)");
	return row;
}

// How much does it add if the patients of the test were known to the pretraining? The published study pretrained its encoder on
// images of which the labelled ones, tested later, are a part: without labels, but it has seen every patient it is tested on.
//
//   mvn -q -Prun -Dmacro=macros/Seen_Start.ijm                       phantoms, half an hour on two cores
//   java -jar sonoflow-standalone.jar macros/Seen_Start.ijm "labelled=/data/lab,others=/data/more"
//
// Two encoders of equal images (about) and equal steps: "seen" learns from the labelled patients and half of the others, "unseen" from
// all of the others. Both start the same cross-validation of the labelled patients. Its tables say for each who was seen
// (seen.csv); the comparison gives the difference with an interval over the patients. One pair of encoders is one draw: give
// several encoderseeds for what the draw does.
//
// It writes seenstart/comparison.csv (each arm, its difference from unseen with an interval), pictures and a report.
// Settings are key=value, separated by commas; all have defaults. Killed and started again, it goes on.

var labelled = arg("labelled", "");        // dataset.csv with patient and label, or a folder that holds one; empty = phantoms
var others = arg("others", "");            // the same of other patients, twice as many at best; labels are not looked at
var patients = arg("patients", "24");      // of the phantoms: labelled ones; there are twice as many others, 4 views each
var phantoms = (labelled == "");

var positive = arg("positive", "");        // the label whose F1 is given; empty = the rarer one
var backbone = arg("backbone", "resnet18");
var size = arg("size", choose("64", "256"));
var folds = arg("folds", "3");
var seeds = arg("seeds", "2");
var batch = arg("batch", choose("32", "64"));
var steps = arg("steps", choose("30", "500"));          // of each classifier
var backbonerate = arg("backbonerate", choose("0.0001", "0.00001"));
var headrate = arg("headrate", choose("0.001", "0.0001"));
var markers = arg("markers", choose("0.5", "1"));
var presteps = arg("presteps", choose("80", "2500"));   // of each encoder
var prebatch = arg("prebatch", choose("32", "256"));
var encoderseeds = arg("encoderseeds", "1");            // pairs of encoders
var out = arg("out", "target/seenstart");
var device = arg("device", "auto");
var seed = arg("seed", "0");
check("labelled others patients positive backbone size folds seeds batch steps backbonerate headrate markers presteps prebatch encoderseeds out device seed ");
numbers("patients size seeds batch steps presteps prebatch encoderseeds", "[1-9][0-9]*", "whole number of 1 or more");
numbers("folds", "[2-9]|[1-9][0-9]+", "whole number of 2 or more");
numbers("backbonerate headrate markers", "[0-9]*[.]?[0-9]+(e-?[0-9]+)?", "number of at least 0");
numbers("seed", "[0-9]+", "whole number");
if (phantoms && others != "") exit("Give labelled=, too: others= goes with images of yours.");
if (!phantoms && others == "") exit("Give others=, images of other patients than labelled=: the encoder that has seen nobody learns from them.");

var dealt = newArray(0);     // the part of each row
var rows = newArray(0);      // of the table that was read last: image,patient,label,organ
if (phantoms) {
	once(out + "/phantoms", "Make Phantoms...", "patients=" + 3 * parseInt(patients) + " organs=testis inhomogeneous=0.4 screens=false size=64"
		+ " markers=0.3 seed=" + (1000 * parseInt(seed) + 71));
	read(out + "/phantoms");
	parts(3);
	mine = part(0, 0);
	near = part(1, 1);
	far = part(2, 2);
} else {
	read(labelled);
	mine = rows;
	read(others);
	apart();
	parts(2);
	near = part(0, 0);
	far = part(1, 1);
}
if (mine.length == 0 || near.length == 0 || far.length == 0) exit("There are too few patients: each part needs some.");
write("labelled.csv", mine);
write("seen.csv", Array.concat(mine, near));
write("unseen.csv", Array.concat(near, far));

var arms = "";
var names = "";
pairs = parseInt(encoderseeds);
kinds = newArray("unseen", "seen");
for (e = 0; e < pairs; e++) {
	for (a = 0; a < 2; a++) {
		name = kinds[a];
		if (pairs > 1) name = name + " " + (e + 1);
		folder = out + "/" + replace(name, " ", "_");
		once(folder + "_encoder", "Pretrain Encoder...", "input=[" + out + "/data/" + kinds[a] + ".csv] size=" + size + " backbone=" + backbone
			+ " lambda=0 steps=" + presteps + " batch=" + prebatch + " chunk=" + minOf(64, parseInt(prebatch))
			+ " optimizer=adamw rate=0.001 every=1000 device=" + device + " seed=" + (parseInt(seed) + e));
		once(folder, "Cross-Validate Classifier...", "input=[" + out + "/data/labelled.csv] weights=[" + folder
			+ "_encoder/encoder.safetensors] positive=[" + positive + "] backbone=" + backbone + " size=" + size + " seeds=" + seeds + " folds="
			+ folds + " batch=" + batch + " steps=" + steps + " backbonerate=" + backbonerate + " headrate=" + headrate + " markers=" + markers
			+ " device=" + device + " seed=" + seed);
		if (arms != "") {
			arms = arms + ",";
			names = names + ",";
		}
		arms = arms + folder;
		names = names + name;
	}
}
baseline = kinds[0];
if (pairs > 1) baseline = baseline + " 1";
run("Compare Classifiers...", "input=[" + arms + "] names=[" + names + "] baseline=[" + baseline + "] output=[" + out + "/seenstart] overwrite=true");
run("Sonoflow Report...", "input=[" + out + "/seenstart," + arms + "] output=[" + out + "/report] overwrite=true");
print(File.openAsString(out + "/seenstart/comparison.csv"));
print("Open " + out + "/report/report.html; the table is " + out + "/seenstart/comparison.csv");

// ---- tables of images ----

// Reads the rows of a data set, their paths made absolute.
function read(set) {
	table = set;
	if (!endsWith(table, ".csv")) table = set + "/dataset.csv";
	if (!File.exists(table)) exit(set + " has no dataset.csv. Give one with the columns image, patient and label.");
	text = replace(File.openAsString(table), "\r", "");
	lines = split(text, "\n");
	image = column(text, "image", true);
	patient = column(text, "patient", true);
	label = column(text, "label", false);
	organ = column(text, "organ", false);
	whole = absolute(table);
	home = File.getParent(whole);
	rows = newArray(lines.length - 1);
	for (r = 1; r < lines.length; r++) {
		row = split(lines[r], "(,)");
		path = row[image];
		if (!isAbsolute(path)) path = home + "/" + path;
		name = "";
		if (patient < row.length) name = row[patient];
		if (name == "") exit("An image of " + table + " names no patient: parts that share nobody cannot be made.");
		called = "";
		if (label >= 0) { if (label < row.length) called = row[label]; }
		shown = "";
		if (organ >= 0) { if (organ < row.length) shown = row[organ]; }
		rows[r - 1] = path + "," + name + "," + called + "," + shown;
	}
}

// Refuses others who are labelled, too: the encoder that has seen nobody would have.
function apart() {
	for (r = 0; r < rows.length; r++) {
		who = cell(r, 1);
		for (s = 0; s < mine.length; s++) {
			row = split(mine[s], "(,)");
			name = row[1];
			if (name == who) exit("Patient " + who + " is in labelled= and in others=. Leave the labelled patients out of others=.");
		}
	}
}

// The number of each row's part: patients are dealt in turn.
function parts(count) {
	dealt = newArray(rows.length);
	met = 0;
	for (r = 0; r < rows.length; r++) {
		dealt[r] = -1;
		who = cell(r, 1);
		for (s = 0; s < r && dealt[r] < 0; s++) {
			other = cell(s, 1);
			if (who == other) dealt[r] = dealt[s];
		}
		if (dealt[r] < 0) {
			dealt[r] = (met + parseInt(seed)) % count;
			met++;
		}
	}
}

// The rows of some of the parts.
function part(first, last) {
	chosen = newArray(0);
	for (r = 0; r < rows.length; r++) if (dealt[r] >= first && dealt[r] <= last) chosen = Array.concat(chosen, rows[r]);
	return chosen;
}

function write(name, list) {
	text = "image,patient,label,organ\n";
	for (r = 0; r < list.length; r++) text = text + list[r] + "\n";
	makeFolder(out + "/data");
	File.saveString(text, out + "/data/" + name);
}

function cell(r, at) {
	row = split(rows[r], "(,)");
	text = "";
	if (at < row.length) text = row[at];
	return text;
}

// The number of a column of a table; values in quotes would hold commas.
function column(text, name, needed) {
	if (indexOf(text, "\"") >= 0) exit("Tables with commas or quotes in their names cannot be read by this macro.");
	header = split(substring(text, 0, indexOf(text, "\n")), ",");
	for (h = 0; h < header.length; h++)
		if (String.trim(header[h]) == name) return h;
	if (needed) exit("A table has no column " + name + ".");
	return -1;
}

function isAbsolute(path) {
	if (startsWith(path, "/") || startsWith(path, "\\") || indexOf(path, ":") == 1) return true;
	return false;
}

function absolute(path) {
	if (isAbsolute(path)) return path;
	here = call("java.lang.System.getProperty", "user.dir");
	return here + "/" + path;
}

// ---- what it has in common with others ----

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

// Wrong numbers are told now: the command that would refuse them comes after hours of other work.
function numbers(keys, form, what) {
	list = split(keys, " ");
	for (n = 0; n < list.length; n++) {
		given = arg(list[n], "");
		if (given != "" && !matches(given, form)) exit(list[n] + "=" + given + " is no " + what + ".");
	}
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

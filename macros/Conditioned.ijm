// Are generated images worth anything for training a classifier? A diffusion model with classes draws images of each label, the
// filter keeps those that lie among the real ones of that label, and the rest are extra images of a cross-validation: 0, 1 and 4
// times as many as it has real training images, at equal steps.
//
//   mvn -q -Prun -Dmacro=macros/Conditioned.ijm                       phantoms that it makes itself and the model in sample-data/
//   java -jar sonoflow-standalone.jar macros/Conditioned.ijm "labelled=/data/lab,positive=malignant"
//   java -jar sonoflow-standalone.jar macros/Conditioned.ijm "labelled=/data/lab,others=/data/more,model=/data/m.safetensors"
//
// The trap: a generator that has seen the patients whom the classifier is tested on passes them on, and the gain is none. So the
// patients are divided once: from one half (or from others=) generator, encoder and filter learn, and nobody of it is tested; the
// other half (or all of labelled=) is cross-validated, and the generator has seen nobody of it. An arm of its own ("real others")
// gets the first half's real images themselves as extra ones: generated images are worth their work only if they give more than that,
// or if the real ones may not be passed on. A generator of your own (model=) must have seen nobody of labelled=; the macro cannot know.
//
// It writes conditioned/comparison.csv (each arm, its difference from none with an interval), paired.csv, pictures and a report.
// Settings are key=value, separated by commas; all have defaults. Killed and started again, it goes on.

var labelled = arg("labelled", "");        // dataset.csv with patient and label, or a folder that holds one; empty = phantoms
var others = arg("others", "");            // the same of other patients, for the generator; empty = half of the patients of labelled
var model = arg("model", "");              // diffusion model with classes that has seen none of labelled; empty = one is trained
var features = arg("features", "");        // what the filter compares by: inception or a model; empty = an encoder is pretrained
var times = arg("times", "1;4");           // how many extra images there are for each real training image
var surplus = arg("surplus", "1.5");       // how many are generated for each that is wanted, as the filter drops some
var phantoms = (labelled == "");

var positive = arg("positive", "");        // the label whose F1 is given; empty = the rarer one
var weights = arg("weights", "");          // what all classifiers start from; empty = random weights
var backbone = arg("backbone", "resnet18");
var size = arg("size", choose("64", "256"));
var folds = arg("folds", "3");
var seeds = arg("seeds", "4");
var batch = arg("batch", choose("32", "64"));
var steps = arg("steps", choose("40", "500"));          // of each classifier, in every arm
var backbonerate = arg("backbonerate", choose("0.0003", "0.00001"));
var headrate = arg("headrate", choose("0.001", "0.0001"));
var markers = arg("markers", choose("0.5", "1"));

// The generator, its images and the filter; the first value is for phantoms on a small machine.
var modelsize = arg("modelsize", choose("64", "256"));
var modelbase = arg("modelbase", choose("32", "128"));
var modelsteps = arg("modelsteps", choose("", "100000"));   // phantoms: empty = the model in sample-data/, else one is trained
var modelbatch = arg("modelbatch", choose("8", "16"));
var modelrate = arg("modelrate", choose("0.0005", "0.0001"));
var sampler = arg("sampler", "dpm++");
var samplersteps = arg("samplersteps", "20");
var start = arg("start", "1");
var guidance = arg("guidance", "1");
var k = arg("k", "0");                      // of the filter: neighbours that make a ball; 0 = 5.7 % of the real images, as published
var copies = arg("copies", "drop");        // of the filter: drop, or report where there are too few patients to know
var presteps = arg("presteps", choose("120", "2500"));      // of the encoder
var prebatch = arg("prebatch", choose("64", "256"));
var patients = arg("patients", "40");      // of the phantoms, 4 views each

var out = arg("out", "target/conditioned");
var device = arg("device", "auto");
var seed = arg("seed", "0");
check("labelled others model features times surplus positive weights backbone size folds seeds batch steps backbonerate headrate markers "
	+ "modelsize modelbase modelsteps modelbatch modelrate sampler samplersteps start guidance k copies presteps prebatch patients out device seed ");
numbers("patients size seeds batch presteps prebatch modelsize modelbase modelsteps modelbatch", "[1-9][0-9]*", "whole number of 1 or more");
numbers("folds", "[2-9]|[1-9][0-9]+", "whole number of 2 or more");
numbers("backbonerate headrate markers modelrate surplus start guidance", "[0-9]*[.]?[0-9]+(e-?[0-9]+)?", "number of at least 0");
numbers("times", "[0-9]*[.]?[0-9]+(;[0-9]*[.]?[0-9]+)*", "list of numbers separated by semicolons");
numbers("seed k steps samplersteps", "[0-9]+", "whole number");
if (parseInt(steps) < 1) exit("Give steps= of 1 or more: arms with more images would be trained longer by epochs.");
given = others + model;
if (phantoms && given != "") exit("Give labelled=, too: others= and model= go with images of yours.");
if (model != "" && others == "") exit("Give others=, images of the kind that model= learned from: the filter compares with them.");

// Two parts that share nobody.
if (phantoms) {
	labelled = out + "/phantoms";
	once(labelled, "Make Phantoms...", "patients=" + patients + " organs=testis inhomogeneous=0.4 screens=false size=64 markers=0.3 seed="
		+ (1000 * parseInt(seed) + 61));
	if (modelsteps == "") model = "sample-data/phantom_diffusion.safetensors";
}
var rows = newArray(0);      // of the table that was read last: image,patient,label,organ
var labels = newArray(0);    // the classes, as they are met
read(labelled);
if (others == "") divide();
else {
	mine = rows;
	read(others);
	theirs = rows;
	rows = mine;
	write("tested.csv", "");
	rows = theirs;
	write("generator.csv", "");
}
tested = out + "/data/tested.csv";
generator = out + "/data/generator.csv";
read(generator);
for (c = 0; c < labels.length; c++) {
	if (count(c) == 0) exit("The generator's part has no image of label " + labels[c] + ".");
	write("generator_" + c + ".csv", labels[c]);
}

if (model == "") {
	width = choose(" multipliers=1,1,2,3 blocks=1", "");
	once(out + "/model", "Train Diffusion...", "input=[" + generator + "] size=" + modelsize + " base=" + modelbase + width + " classes=true flips=true resize=fit steps=" + modelsteps + " batch="
		+ modelbatch + " rate=" + modelrate + " device=" + device + " seed=" + seed);
	model = out + "/model/model.safetensors";
}
if (features == "") {
	once(out + "/encoder", "Pretrain Encoder...", "input=[" + generator + "] size=" + size + " backbone=" + backbone + " steps=" + presteps
		+ " batch=" + prebatch + " chunk=" + minOf(64, parseInt(prebatch)) + " optimizer=adamw rate=0.001 every=1000 device=" + device
		+ " seed=" + seed);
	features = out + "/encoder/encoder.safetensors";
}

// Of each class as many as the largest arm wants, and the filter by class.
read(tested);
var multiples = split(times, ";");
largest = 0;
for (i = 0; i < multiples.length; i++) largest = maxOf(largest, parseFloat(multiples[i]));
for (c = 0; c < labels.length; c++) {
	if (count(c) == 0) exit("The tested part has no image of label " + labels[c] + ".");
	needed = floor(wanted(c, largest) * parseFloat(surplus) + 0.999);
	once(out + "/generated_" + c, "Generate Ultrasound...", "model=[" + model + "] class=[" + labels[c] + "] count=" + needed + " sampler="
		+ sampler + " steps=" + samplersteps + " start=" + start + " guidance=" + guidance + " batch=" + minOf(16, needed) + " device="
		+ device + " seed=" + (1000 * parseInt(seed) + c));
	once(out + "/filtered_" + c, "Filter Synthetic...", "real=[" + out + "/data/generator_" + c + ".csv] synthetic=[" + out + "/generated_"
		+ c + "] features=[" + features + "] resize=fit k=" + k + " copies=" + copies + " device=" + device + " seed=" + seed);
}

// The arms: all start alike, do equal steps and are tested on the same patients.
var arms = "";
var names = "";
validate("none", "none", "");
for (i = 0; i < multiples.length; i++) {
	file = out + "/data/extra_" + multiples[i] + ".csv";
	table = chosen(parseFloat(multiples[i]));
	File.saveString(table, file);
	validate("extra_" + multiples[i], "generated " + multiples[i] + " x", file);
}
validate("real", "real others", generator);

run("Compare Classifiers...", "input=[" + arms + "] names=[" + names + "] baseline=none output=[" + out + "/conditioned] overwrite=true");
run("Sonoflow Report...", "input=[" + out + "/conditioned," + arms + "," + kept() + "] output=[" + out + "/report] overwrite=true");
print(File.openAsString(out + "/conditioned/comparison.csv"));
ownmodel = arg("model", "");
ownfeatures = arg("features", "");
ownweights = arg("weights", "");
own = ownmodel + ownfeatures + ownweights;
vouched = ".";
if (phantoms && modelsteps == "") vouched = ". (The generator in sample-data/ learned from other phantoms, as Phantom_Model.ijm makes them; "
	+ "it is from before models recorded that themselves, so tables and report call it unknown.)";
if (own != "") vouched = ", if what was given (model=, features=, weights=) has not seen them: see seen.csv of each arm.";
print("Nobody whom the arms are tested on was seen by generator, encoder or filter" + vouched + " Open " + out + "/report/report.html; the table is " + out + "/conditioned/comparison.csv");

// ---- tables of images ----

// Reads the rows of a data set, their paths made absolute; notes its labels.
function read(set) {
	table = set;
	if (!endsWith(table, ".csv")) table = set + "/dataset.csv";
	if (!File.exists(table)) exit(set + " has no dataset.csv. Give one with the columns image, patient and label.");
	text = replace(File.openAsString(table), "\r", "");
	lines = split(text, "\n");
	image = column(text, "image", true);
	patient = column(text, "patient", true);
	label = column(text, "label", true);
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
		called = row[label];
		if (called == "") exit("An image of " + table + " has no label. Leave it out.");
		shown = "";
		if (organ >= 0) { if (organ < row.length) shown = row[organ]; }
		rows[r - 1] = path + "," + name + "," + called + "," + shown;
		note(called);
	}
}

function note(called) {
	for (n = 0; n < labels.length; n++) if (labels[n] == called) return;
	labels = Array.concat(labels, called);
}

// Every second patient of each label goes to the generator, by the label of the first image.
function divide() {
	part = newArray(rows.length);
	met = newArray(labels.length);
	for (r = 0; r < rows.length; r++) {
		part[r] = -1;
		who = cell(r, 1);
		for (s = 0; s < r && part[r] < 0; s++) {
			other = cell(s, 1);
			if (who == other) part[r] = part[s];
		}
		if (part[r] < 0) {
			called = cell(r, 2);
			c = number(called);
			part[r] = (met[c] + parseInt(seed)) % 2;
			met[c] = met[c] + 1;
		}
	}
	all = rows;
	for (p = 0; p < 2; p++) {
		rows = newArray(0);
		for (r = 0; r < all.length; r++) if (part[r] == p) rows = Array.concat(rows, all[r]);
		if (p == 0) write("tested.csv", "");
		else write("generator.csv", "");
	}
}

function cell(r, at) {
	row = split(rows[r], "(,)");
	text = "";
	if (at < row.length) text = row[at];
	return text;
}

function number(called) {
	for (n = 0; n < labels.length; n++) if (labels[n] == called) return n;
	return -1;
}

// How many of the rows are of a class.
function count(c) {
	found = 0;
	for (r = 0; r < rows.length; r++) {
		called = cell(r, 2);
		if (called == labels[c]) found++;
	}
	return found;
}

// How many extra images of a class an arm has: so many times those that a fold's training has.
function wanted(c, multiple) {
	return maxOf(1, round(multiple * count(c) * (parseInt(folds) - 1) / parseInt(folds)));
}

function write(name, only) {
	text = "image,patient,label,organ\n";
	for (r = 0; r < rows.length; r++) {
		called = cell(r, 2);
		if (only == "" || called == only) text = text + rows[r] + "\n";
	}
	makeFolder(out + "/data");
	File.saveString(text, out + "/data/" + name);
}

// The first of the kept images of each class, as a table; paths are those of the filter's tables, which lie as deep.
function chosen(multiple) {
	text = "image,patient,label,organ\n";
	organ = cell(0, 3);
	for (c = 0; c < labels.length; c++) {
		set = File.openAsString(out + "/filtered_" + c + "/dataset.csv");
		lines = split(set, "\n");
		if (lines.length < 2) exit("The filter kept no image of " + labels[c] + ": look at " + out + "/filtered_" + c
			+ "/sheet.png. Train the generator longer, or give a larger k= or surplus=.");
		image = column(set, "image", true);
		patient = column(set, "patient", false);
		most = wanted(c, multiple);
		if (lines.length - 1 < most) print("Only " + (lines.length - 1) + " of " + most + " images of " + labels[c]
			+ " were kept by the filter: the arm of " + multiple + " x has fewer. Give a larger surplus=, or train the generator longer.");
		for (r = 1; r < lines.length && r <= most; r++) {
			row = split(lines[r], "(,)");
			whose = "";
			if (patient >= 0) whose = row[patient];
			text = text + row[image] + "," + whose + "," + labels[c] + "," + organ + "\n";
		}
	}
	return text;
}

function kept() {
	list = "";
	for (c = 0; c < labels.length; c++) {
		if (c > 0) list = list + ",";
		list = list + out + "/filtered_" + c;
	}
	return list;
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

function validate(folder, name, extras) {
	path = out + "/cv/" + folder;
	once(path, "Cross-Validate Classifier...", "input=[" + tested + "]" + more("extra", extras) + more("weights", weights) + " positive=["
		+ positive + "] backbone=" + backbone + " size=" + size + " seeds=" + seeds + " folds=" + folds + " batch=" + batch + " steps="
		+ steps + " backbonerate=" + backbonerate + " headrate=" + headrate + " markers=" + markers + " device=" + device + " seed=" + seed);
	if (arms != "") {
		arms = arms + ",";
		names = names + ",";
	}
	arms = arms + path;
	names = names + name;
}

// A key with its value, if there is one.
function more(key, value) {
	if (value == "") return "";
	return " " + key + "=[" + value + "]";
}

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

// Figure 4.4: what the number of neighbours k of the filter does to FID, inception score, precision, recall and the numbers of
// images that are kept and dropped.
//
//   mvn -q -Prun -Dmacro=macros/Figure_4_4.ijm                       phantoms, 3 minutes
//   java -jar sonoflow-standalone.jar macros/Figure_4_4.ijm "run=/data/kept"
//   java -jar sonoflow-standalone.jar macros/Figure_4_4.ijm "real=/data/crops,synthetic=/data/synthetic,features=inception,sweep=3;5;10;20;50;100"
//
// It writes figure_4_4.png, figure_4_4.csv (the filter's sweep.csv) and figure_4_4_published.csv, measured and published figures one
// below the other with what differs. Of features without classes there is no inception score. Paper and thesis contradict each other,
// and a filter by the same real images cannot lower precision, as the thesis has it. Settings are key=value, separated by commas; all
// have defaults.

var found = arg("run", "");                // output folder of "Filter Synthetic..."; empty = it is run here
var real = arg("real", "");                // real images: dataset.csv or folder; empty = phantoms
var synthetic = arg("synthetic", "");      // generated ones of the same size; empty = the phantoms' model in sample-data/ makes them
var features = arg("features", "");        // inception or a model; empty = an encoder that is pretrained here on other phantoms
var sweep = arg("sweep", "3;5;10;20;50");  // the k that are compared; published: 880 real images, k 50
var count = arg("count", "96");            // images that are generated
var samplersteps = arg("samplersteps", "20");
var patients = arg("patients", "24");      // of the phantoms, 4 views each
var presteps = arg("presteps", "60");      // of the encoder
var out = arg("out", "target/syntheticfigures");
var device = arg("device", "auto");
var seed = arg("seed", "0");
numbers("sweep", sweep);
numbers("count", count);
numbers("samplersteps", samplersteps);
numbers("patients", patients);
numbers("presteps", presteps);
check("run real synthetic features sweep count samplersteps patients presteps out device seed ");

if (found == "") {
	if (real == "") real = views("real", patients, 41);
	else if (synthetic == "") exit("Give synthetic=, images that were generated to resemble real=.");
	if (synthetic == "") {
		synthetic = out + "/synthetic";
		once(synthetic, "Generate Ultrasound...", "model=sample-data/phantom_diffusion.safetensors count=" + count + " sampler=dpm++ steps="
			+ samplersteps + " batch=16 device=" + device + " seed=" + seed);
	}
	if (features == "") {
		others = views("others", patients, 42);
		once(out + "/encoder", "Pretrain Encoder...", "input=[" + others + "] size=64 batch=32 chunk=32 steps=" + presteps
			+ " optimizer=adamw rate=0.001 every=1000 device=" + device + " seed=" + seed);
		features = out + "/encoder/encoder.safetensors";
	}
	found = out + "/kept";
	once(found, "Filter Synthetic...", "real=[" + real + "] synthetic=[" + synthetic + "] features=[" + features + "] sweep=["
		+ replace(sweep, ";", ",") + "] resize=fit device=" + device + " seed=" + seed);
}

if (!File.exists(found + "/sweep.csv")) exit(found + " has no sweep.csv: give a run of Filter Synthetic with sweep=.");
File.copy(found + "/sweep.png", out + "/figure_4_4.png");
File.copy(found + "/sweep.csv", out + "/figure_4_4.csv");
print(File.openAsString(out + "/figure_4_4.csv"));
publish(File.openAsString(out + "/figure_4_4.csv"));
print("The figure is " + out + "/figure_4_4.png, its numbers " + out + "/figure_4_4.csv");

// A figure of the filter's record; ? where it has none.
function recorded(key) {
	record = File.openAsString(found + "/run.json");
	begin = indexOf(record, "\"figures\"");
	if (begin >= 0) begin = indexOf(record, "\"" + key + "\": ", begin);
	if (begin < 0) return "?";
	begin = begin + lengthOf(key) + 4;
	end = indexOf(record, "\n", begin);
	value = substring(record, begin, end);
	value = replace(value, ",", "");
	value = String.trim(value);
	return value;
}

// Precision and recall in percent; published with the mean and spread of three batches where these were printed.
function publish(sweeps) {
	lines = split(sweeps, "\n");
	header = split(lines[0], "(,)");
	kept = at(header, "kept");
	fid = at(header, "fid");
	precise = at(header, "precision");
	recalled = at(header, "recall");
	table = "source,set,images,fid,fidstd,precision,precisionstd,recall,recallstd,differs\n";
	reals = recorded("real");
	dimension = recorded("dimension");
	here = "whole sets at once; " + reals + " real images; " + dimension + " features of this run's network";
	for (l = 1; l < lines.length; l++) {
		row = split(lines[l], "(,)");
		set = "all";
		if (row[0] != "all") set = "k = " + row[0];
		table = table + "measured," + set + "," + row[kept] + "," + row[fid] + ",," + percent(row[precise]) + ",,"
			+ percent(row[recalled]) + ",," + here + "\n";
	}
	scale = "3 batches of 64 of 880 real images; 256 pixels; 1000 steps; Inception";
	table = table + "paper,all,20000,119.84,2.39,79.68,4.81,25.0,1.56," + scale + "\n";
	table = table + "paper,k = 50,9289,116.84,4.12,90.1,4.70,11.9,3.25," + scale + "\n";
	table = table + "thesis,all,,49.03,,57.10,,27.60,,the same study (880 real images; 256 pixels; 1000 steps); contradicts the paper\n";
	table = table + "thesis,k = 50,,59.03,,49.57,,36.53,,the same study; contradicts the paper; a filter cannot lower precision\n";
	File.saveString(table, out + "/figure_4_4_published.csv");
	print(table);
	print("Batches as published: Evaluate Synthetic with batches=3 batchsize=64; its report shows these figures beside its own.");
}

function at(names, name) {
	for (i = 0; i < names.length; i++)
		if (String.trim(names[i]) == name) return i;
	exit("sweep.csv has no column " + name);
}

function percent(share) {
	if (share == "") return "";
	return d2s(100 * parseFloat(share), 2);
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

// Wrong numbers are told now: the command that would refuse them comes after a pretraining.
function numbers(key, value) {
	list = split(value, ";");
	for (i = 0; i < list.length; i++)
		if (!matches(String.trim(list[i]), "[0-9]+")) exit(key + "=" + value + ": \"" + list[i] + "\" is no whole number.");
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

function views(name, number, offset) {
	folder = out + "/phantoms/" + name;
	once(folder, "Make Phantoms...", "patients=" + number + " organs=testis inhomogeneous=0.3 markers=0 screens=false size=64 seed="
		+ (1000 * parseInt(seed) + offset));
	return folder + "/dataset.csv";
}

// Figure 3.3: how many images are flagged in at least k of the judgements, for several numbers of epochs above the threshold,
// beside the published counts (16 judgements, 3 and 5 epochs).
//
//   mvn -q -Prun -Dmacro=macros/Figure_3_3.ijm                       phantoms with wrong labels, 5 minutes
//   java -jar sonoflow-standalone.jar macros/Figure_3_3.ijm "run=/data/cleaned"
//   java -jar sonoflow-standalone.jar macros/Figure_3_3.ijm "input=/data/crops,weights=imagenet.pth;,epochs=30,seeds=4,size=256"
//
// It writes figure_3_3.png and figure_3_3.csv (count, k, images, share, published). The published search was one of other
// images with 16 judgements each: compare the shape, and only where there are 16. Settings are key=value, separated by commas; all have
// defaults. Figure_3_2.ijm with the same out and settings shares the search.

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

if (!File.exists(found + "/flagged.csv")) exit(found + " has no flagged.csv: give a run of Filter Noisy Labels with method=spikes.");
text = File.openAsString(found + "/flagged.csv");
lines = split(text, "\n");
suspects = File.openAsString(found + "/suspicious.csv");
rows = split(suspects, "\n");
images = rows.length - 1;
three = newArray(464, 393, 345, 305, 288, 276, 242, 217, 197, 185, 166, 149, 132, 122, 98, 72);
five = newArray(332, 268, 230, 207, 186, 175, 156, 139, 128, 122, 102, 93, 80, 67, 50, 35);
most = 0;
for (l = 1; l < lines.length; l++) {
	row = split(lines[l], ",");
	most = maxOf(most, parseInt(row[1]));
}
table = "count,k,images,share,published\n";
colors = newArray("blue", "red", "#008000", "magenta", "orange", "black");
Plot.create("Figure 3.3", "flagged in at least k of " + most + " judgements (published: of 16)", "images of " + images);
legend = "";
series = 0;
k = newArray(0);
height = newArray(0);
before = "";
highest = 1;
for (l = 1; l <= lines.length; l++) {
	count = "";
	if (l < lines.length) {
		row = split(lines[l], ",");
		count = "" + row[0];
	}
	if (count != before && before != "") {
		Plot.setColor(colors[series % colors.length]);
		Plot.add("connected circles", k, height);
		legend = legend + before + " epochs\n";
		series++;
		k = newArray(0);
		height = newArray(0);
	}
	before = count;
	if (count != "") {
		at = parseInt(row[1]);
		value = parseInt(row[2]);
		k = Array.concat(k, at);
		height = Array.concat(height, value);
		highest = maxOf(highest, value);
		published = "";
		if (count == "3" && at <= 16) published = "" + three[at - 1];
		if (count == "5" && at <= 16) published = "" + five[at - 1];
		table = table + count + "," + at + "," + value + "," + d2s(value / images, 4) + "," + published + "\n";
	}
}
Plot.setLimits(0.5, most + 0.5, 0, 1.1 * highest);
Plot.setLegend(legend);
Plot.show();
saveAs("PNG", out + "/figure_3_3.png");
close();
File.saveString(table, out + "/figure_3_3.csv");
print("The figure is " + out + "/figure_3_3.png, its numbers beside the published ones are " + out + "/figure_3_3.csv");
if (most != 16) print("Judgements of an image here: " + most + "; the published rule has 16.");

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

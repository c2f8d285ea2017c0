// Figure 8.3: masks before and after post-processing, of the images in which it changes most.
//
//   mvn -q -Prun -Dmacro=macros/Figure_8_3.ijm                       phantoms and a small segmenter that it makes itself, 3 minutes
//   java -jar sonoflow-standalone.jar macros/Figure_8_3.ijm "input=/data/test/dataset.csv,model=/data/segmenter/model.safetensors"
//
// It writes figure_8_3.png (a row an image: reference yellow, mask before and after cyan) and changed_8_3.csv (image, pixels that
// post-processing took away or added). Settings are key=value, separated by commas; all have defaults.

var input = arg("input", "");              // images with masks: dataset.csv; empty = phantoms
var model = arg("model", "");              // a model of Train Segmenter; empty = one is trained on other phantoms
var rows = arg("rows", "3");               // images shown
var cellsize = arg("cell", "200");
var steps = arg("steps", "60");            // of the segmenter that is trained here: few, so that there is something to mend
var size = arg("size", "64");
var widths = arg("widths", "8;16;32;64");
var out = arg("out", "target/figure_8_3");
var device = arg("device", "auto");
var seed = arg("seed", "0");
check("input model rows cell steps size widths out device seed ");

keys = "organs=[nodule,nerve,fetal,kidney] inhomogeneous=0.5 markers=0 screens=false size=128";
if (model == "") {
	if (input != "") exit("Give model=, a model of Train Segmenter that knows the organs of input.");
	learned = views("learned", 16, 3, keys);
	once(out + "/segmenter", "Train Segmenter...", "input=[" + learned + "] values=organ size=" + size + " widths=[" + replace(widths, ";", ",")
		+ "] steps=" + steps + " rate=0.05 holdout=0 every=50 device=" + device + " seed=" + seed);
	model = out + "/segmenter/model.safetensors";
}
if (input == "") input = views("shown", 8, 4, keys);
parts = newArray("before", "after");
posts = newArray("false", "true");
for (i = 0; i < 2; i++)
	once(out + "/" + parts[i], "Segment Ultrasound...", "model=[" + model + "] input=[" + input + "] post=" + posts[i] + " device=" + device);

text = File.openAsString(input);
image = column(text, "image");
mask = column(text, "mask");
lines = split(text, "\n");
before = split(File.openAsString(out + "/before/dataset.csv"), "\n");
after = split(File.openAsString(out + "/after/dataset.csv"), "\n");
at = column("" + before[0] + "\n", "mask");
changed = newArray(lines.length);
table = "image,changed\n";
setBatchMode(true);
for (l = 1; l < lines.length; l++) {
	row = cells(before[l]);
	open(out + "/before/" + row[at]);
	rename("a");
	row = cells(after[l]);
	open(out + "/after/" + row[at]);
	rename("b");
	imageCalculator("XOR", "a", "b");
	selectImage("a");
	run("Macro...", "code=v=255*(v>0)");
	getStatistics(area, mean);
	changed[l] = round(mean * getWidth() * getHeight() / 255);
	close();
	selectImage("b");
	close();
	row = cells(lines[l]);
	table = table + row[image] + "," + changed[l] + "\n";
}
File.saveString(table, out + "/changed_8_3.csv");
order = Array.rankPositions(changed);
number = minOf(parseInt(rows), lines.length - 1);
side = parseInt(cellsize);
titles = newArray("reference", "before", "after");
newImage("figure", "RGB black", 3 * (side + 4) + 4, number * (side + 4) + 4, 1);
for (r = 0; r < number; r++) {
	l = order[order.length - 1 - r];
	row = cells(lines[l]);
	file = absolute(input, "" + row[image]);
	truth = absolute(input, "" + row[mask]);
	for (c = 0; c < 3; c++) {
		if (c == 0) outlined(file, truth, 255, 220, 0);
		else {
			if (c == 1) row = cells(before[l]);
			else row = cells(after[l]);
			theirs = out + "/" + parts[c - 1] + "/" + row[at];
			outlined(file, theirs, 0, 220, 255);
		}
		x = 4 + c * (side + 4);
		y = 4 + r * (side + 4);
		cell(x, y, side, side);
		if (r == 0) caption(titles[c], x, y, side);
	}
}
selectImage("figure");
saveAs("PNG", out + "/figure_8_3.png");
close();
print("The figure is " + out + "/figure_8_3.png; how many pixels changed is in " + out + "/changed_8_3.csv");

// A path of a table, seen from its folder.
function absolute(table, path) {
	if (path == "" || startsWith(path, "/") || indexOf(path, ":") == 1) return path;
	return File.getParent(table) + "/" + path;
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

// The picture in front becomes a cell of the figure.
function cell(x, y, w, h) {
	run("RGB Color");
	run("Size...", "width=" + w + " height=" + h + " interpolation=Bilinear average");
	rename("cell");
	run("Insert...", "source=cell destination=figure x=" + x + " y=" + y);
	selectImage("cell");
	close();
	selectImage("figure");
}

function caption(text, x, y, cellsize) {
	selectImage("figure");
	setColor(255, 255, 255);
	setFont("SansSerif", 13);
	drawString(text, x + 4, y + 16);
}

// Opens a picture, enlarged if it is small, with the outline of a mask: of all that is not 0.
function outlined(image, mask, red, green, blue) {
	open(image);
	run("RGB Color");
	rename("picture");
	outline(mask, red, green, blue);
}

function outline(mask, red, green, blue) {
	if (mask == "") return;
	open(mask);
	run("8-bit");
	run("Macro...", "code=v=255*(v>0)");
	rename("mask");
	getStatistics(area, mean);
	if (mean > 0) {
		setThreshold(1, 255);
		run("Create Selection");
		selectImage("picture");
		run("Restore Selection");
		setForegroundColor(red, green, blue);
		wide = maxOf(1, round(getWidth() / 150));
		run("Line Width...", "line=" + wide);
		run("Draw");
		run("Select None");
	}
	selectImage("mask");
	close();
	selectImage("picture");
}

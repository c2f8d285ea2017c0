// Figure 8.1: what is segmented: pictures of each organ, plain and with the outline of the mask; with a model also what it finds.
//
//   mvn -q -Prun -Dmacro=macros/Figure_8_1.ijm                       phantoms of five organs that it makes itself, a minute
//   java -jar sonoflow-standalone.jar macros/Figure_8_1.ijm "input=/data/test/dataset.csv,model=/data/segmenter/model.safetensors"
//
// It writes figure_8_1.png: a column an organ, a pair of rows a picture; masks yellow, what the model finds cyan. Settings are
// key=value, separated by commas; all have defaults.

var input = arg("input", "");              // images with masks and organ: dataset.csv; empty = phantoms
var model = arg("model", "");              // a model of Train Segmenter; empty = masks only
var phantoms = (input == "");
var rows = arg("rows", "1");               // pictures of each organ
var cellsize = arg("cell", "200");
var out = arg("out", "target/figure_8_1");
var device = arg("device", "auto");
var seed = arg("seed", "0");
check("input model rows cell out device seed ");

if (phantoms) input = views("five", 5, 1, "organs=[thyroid,nodule,nerve,fetal,kidney] inhomogeneous=0.5 markers=0 screens=false");
found = "";
if (model != "") {
	once(out + "/found", "Segment Ultrasound...", "model=[" + model + "] input=[" + input + "] device=" + device);
	found = File.openAsString(out + "/found/dataset.csv");
}
text = File.openAsString(input);
image = column(text, "image");
mask = column(text, "mask");
organ = column(text, "organ");
lines = split(text, "\n");
organs = newArray(0);
for (l = 1; l < lines.length; l++) {
	row = cells(lines[l]);
	name = "" + row[organ];
	if (place(organs, name) < 0) organs = Array.concat(organs, name);
}
side = parseInt(cellsize);
setBatchMode(true);
newImage("figure", "RGB black", organs.length * (side + 4) + 4, parseInt(rows) * 2 * (side + 4) + 4, 1);
for (o = 0; o < organs.length; o++) {
	shown = 0;
	for (l = 1; l < lines.length && shown < parseInt(rows); l++) {
		row = cells(lines[l]);
		if ("" + row[organ] == organs[o]) {
			file = absolute(input, "" + row[image]);
			outlined(file, "", 0, 0, 0);
			x = 4 + o * (side + 4);
			y = 4 + shown * 2 * (side + 4);
			cell(x, y, side, side);
			if (shown == 0) caption(organs[o], x, y, side);
			truth = absolute(input, "" + row[mask]);
			outlined(file, truth, 255, 220, 0);
			if (found != "") {
				theirs = masked(found, l);
				outline(theirs, 0, 220, 255);
			}
			cell(x, y + side + 4, side, side);
			shown = shown + 1;
		}
	}
}
selectImage("figure");
saveAs("PNG", out + "/figure_8_1.png");
close();
print("The figure is " + out + "/figure_8_1.png");

// A path of a table, seen from its folder.
function absolute(table, path) {
	if (path == "" || startsWith(path, "/") || indexOf(path, ":") == 1) return path;
	return File.getParent(table) + "/" + path;
}

// The mask that the model made of a line's image: tables have the same order.
function masked(text, l) {
	at = column(text, "mask");
	all = split(text, "\n");
	row = cells(all[l]);
	return out + "/found/" + row[at];
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

function place(list, what) {
	for (i = 0; i < list.length; i++)
		if (list[i] == what) return i;
	return -1;
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

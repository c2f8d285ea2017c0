// Figure 8.2: the steps of the crop: a scanner's screen, the field of view that is found on it, what is cut out, what the network
// gets; and, where there is a mask, the region round it, for networks that shall look at the organ only.
//
//   mvn -q -Prun -Dmacro=macros/Figure_8_2.ijm                       a phantom's screen that it makes itself, a minute
//   java -jar sonoflow-standalone.jar macros/Figure_8_2.ijm "input=/data/screens/dataset.csv,out=/data/figures"
//
// It writes figure_8_2.png of one image of the table. Settings are key=value, separated by commas; all have defaults.

var input = arg("input", "");              // dataset.csv of screens, with masks or without; empty = phantoms
var number = arg("number", "2");           // which line of it
var size = arg("size", "256");             // of the network's input
var height = arg("height", "220");         // of the figure's pictures
var out = arg("out", "target/figure_8_2");
var seed = arg("seed", "0");
check("input number size height out seed ");

if (input == "") input = views("screens", 2, 2, "organs=[thyroid,nodule] inhomogeneous=0.5 markers=0 screens=true");
text = File.openAsString(input);
image = column(text, "image");
lines = split(text, "\n");
chosen = minOf(parseInt(number), lines.length - 1);
row = cells(lines[chosen]);
screen = absolute(input, "" + row[image]);
masks = indexOf("," + lines[0] + ",", ",mask,") >= 0;

// One image's table, so that nothing else is cut.
one = out + "/one_8_2.csv";
line = "" + screen;
head = "image";
if (masks) {
	mask = column(text, "mask");
	truth = absolute(input, "" + row[mask]);
	line = line + "," + truth;
	head = "image,mask";
}
File.saveString(head + "\n" + line + "\n", one);
once(out + "/cropped", "Crop Ultrasound...", "input=[" + one + "] overwrite=true");
once(out + "/squared", "Crop Ultrasound...", "input=[" + one + "] size=" + size + " overwrite=true");
if (masks) once(out + "/region", "Crop Ultrasound...", "input=[" + one + "] mode=mask margin=0.2 size=" + size + " overwrite=true");

boxes = File.openAsString(out + "/cropped/boxes.csv");
all = split(boxes, "\n");
// The path may hold commas, the layout does: the numbers follow the path.
rest = substring(all[1], lengthOf(boxOf(all[1])) + 1);
box = split(rest, ",");
h = parseInt(height);
setBatchMode(true);
open(screen);
w = round(h * getWidth() / getHeight());
close();
newImage("figure", "RGB black", 2 * w + 4 * h + 24, h + 28, 1);
outlined(screen, "", 0, 0, 0);
cell(4, 24, w, h);
caption("1 screen", 4, 4, h);
outlined(screen, "", 0, 0, 0);
setColor(255, 220, 0);
setLineWidth(3);
drawRect(parseInt(box[0]), parseInt(box[1]), parseInt(box[2]), parseInt(box[3]));
cell(8 + w, 24, w, h);
caption("2 field of view", 8 + w, 4, h);
outlined(cut("cropped"), "", 0, 0, 0);
long = minOf(2 * h, round(h * getWidth() / getHeight()));
tall = minOf(h, round(long * getHeight() / getWidth()));
cell(12 + 2 * w, 24, long, tall);
caption("3 cut", 12 + 2 * w, 4, h);
outlined(cut("squared"), "", 0, 0, 0);
cell(16 + 2 * w + 2 * h, 24, h, h);
caption("4 network's input", 16 + 2 * w + 2 * h, 4, h);
if (masks) {
	outlined(cut("region"), "", 0, 0, 0);
	cell(20 + 2 * w + 3 * h, 24, h, h);
	caption("or: round the mask", 20 + 2 * w + 3 * h, 4, h);
}
selectImage("figure");
saveAs("PNG", out + "/figure_8_2.png");
close();
print("The figure is " + out + "/figure_8_2.png");

// The path that a line of boxes.csv begins with.
function boxOf(line) {
	if (startsWith(line, "\"")) return substring(line, 0, indexOf(line, "\"", 1) + 1);
	return substring(line, 0, indexOf(line, ","));
}

// The first picture that was cut.
function cut(folder) {
	files = getFileList(out + "/" + folder + "/images");
	return out + "/" + folder + "/images/" + files[0];
}

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

// Figure 5.3: images without and with inserted markers, side by side: each kind a pair of rows.
//
//   mvn -q -Prun -Dmacro=macros/Figure_5_3.ijm                       phantoms, a minute
//   java -jar sonoflow-standalone.jar macros/Figure_5_3.ijm "input=/data/crops,kinds=circle;plus;long-dash"
//
// It writes figure_5_3.png. The images should bear no marks of their own. Settings are key=value, separated by commas; all have
// defaults.

var input = arg("input", "");              // dataset.csv with labels; empty = phantoms
var kinds = arg("kinds", "circle;plus+dot;long-dash;small-dash;side-bars");
var columns = arg("columns", "5");         // images of a row
var cellsize = arg("cell", "150");
var out = arg("out", "target/markerfigures");
var seed = arg("seed", "0");
values("columns cell", "[1-9][0-9]*", "whole number of 1 or more");
values("seed", "[0-9]+", "whole number");
form = "(circle|plus|dot|long-dash|small-dash|side-bars)";
form = form + "([+]" + form + ")*";
values("kinds", form + "(;" + form + ")*", "list of rows separated by ; of circle, plus, dot, long-dash, small-dash or side-bars joined by +");
check("input kinds columns cell out seed ");

if (input != "" && File.isDirectory(input)) input = input + "/dataset.csv";
if (input == "") {
	once(out + "/phantoms", "Make Phantoms...", "patients=6 organs=testis inhomogeneous=0.5 markers=0 screens=false size=150 seed="
		+ (1000 * parseInt(seed) + 51));
	input = out + "/phantoms/dataset.csv";
}
// The marked images stand in the order of the others.
before = File.openAsString(input);
plain = column(before, "image");
originals = split(before, "\n");
list = split(kinds, ";");
number = parseInt(columns);
side = parseInt(cellsize);
setBatchMode(true);
newImage("figure", "RGB black", number * (side + 4) + 4, 2 * list.length * (side + 4) + 4, 1);
for (r = 0; r < list.length; r++) {
	folder = out + "/" + replace(list[r], "+", "_");
	once(folder, "Insert Markers...", "input=[" + input + "] kinds=[" + replace(list[r], "+", ",") + "] share=1 biased=0 seed=" + seed);
	text = File.openAsString(folder + "/dataset.csv");
	image = column(text, "image");
	lines = split(text, "\n");
	for (c = 0; c < minOf(number, lines.length - 1); c++) {
		row = cells(originals[1 + c]);
		x = 4 + c * (side + 4);
		y = 4 + 2 * r * (side + 4);
		open(absolute(input, "" + row[plain]));
		cell(x, y, side, side);
		if (c == 0) caption("without", x, y, side);
		row = cells(lines[1 + c]);
		open(absolute(folder + "/dataset.csv", "" + row[image]));
		cell(x, y + side + 4, side, side);
		if (c == 0) caption(list[r], x, y + side + 4, side);
	}
}
selectImage("figure");
saveAs("PNG", out + "/figure_5_3.png");
close();
print("The figure is " + out + "/figure_5_3.png");

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

// Wrong values are told before anything is written.
function values(keys, form, what) {
	each = split(keys, " ");
	for (n = 0; n < each.length; n++) {
		given = arg(each[n], "");
		if (given != "" && !matches(given, form)) exit(each[n] + "=" + given + " is no " + what + ".");
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

// Figure 3.1: from a scanner's screen to its crops: the screen with the boxes that are found on it, and what is cut out, two crops of
// a screen with two views.
//
//   mvn -q -Prun -Dmacro=macros/Figure_3_1.ijm                       a phantom's screen that it makes itself, a minute
//   java -jar sonoflow-standalone.jar macros/Figure_3_1.ijm "input=/data/screens/screen12.png,out=/data/figures"
//
// It writes figure_3_1.png. Settings are key=value, separated by commas; all have defaults.

var input = arg("input", "");              // one screen: an image file; empty = a phantom's
var views = arg("views", "");              // auto = found; or rectangles x:y:w:h;x:y:w:h; empty = the two of the published scanner
var height = arg("height", "300");         // of the figure's pictures
var out = arg("out", "target/cropfigures");
var seed = arg("seed", "0");
check("input views height out seed ");

if (input == "") {
	once(out + "/phantoms", "Make Phantoms...", "patients=1 organs=testis markers=0 screens=true seed=" + (1000 * parseInt(seed) + 61));
	table = File.openAsString(out + "/phantoms/dataset.csv");
	at = column(table, "image");
	first = split(table, "\n");
	row = cells(first[1]);
	input = out + "/phantoms/" + row[at];
}
options = "input=[" + input + "] mode=views";
if (views != "") options = options + " views=[" + replace(views, ":", ",") + "]";
once(out + "/crops", "Crop Ultrasound...", options);
table = File.openAsString(out + "/crops/dataset.csv");
crops = split(table, "\n");
fields = newArray("x", "y", "w", "h");
place = newArray(4);
for (i = 0; i < 4; i++)
	place[i] = column(table, fields[i]);
at = column(table, "image");
h = parseInt(height);
n = crops.length - 1;
setBatchMode(true);
open(input);
w = round(h * getWidth() / getHeight());
run("RGB Color");
setColor(255, 220, 0);
setLineWidth(3);
for (l = 1; l <= n; l++) {
	row = cells(crops[l]);
	drawRect(parseInt(row[place[0]]), parseInt(row[place[1]]), parseInt(row[place[2]]), parseInt(row[place[3]]));
}
rename("screen");
newImage("figure", "RGB black", w + n * (h + 4) + 8, h + 8, 1);
selectImage("screen");
cell(4, 4, w, h);
for (l = 1; l <= n; l++) {
	row = cells(crops[l]);
	open(out + "/crops/" + row[at]);
	// As a whole in its square, in its own proportions.
	part = h / maxOf(getWidth(), getHeight());
	cell(8 + w + (l - 1) * (h + 4), 4, maxOf(1, round(part * getWidth())), maxOf(1, round(part * getHeight())));
	caption("crop " + l, 8 + w + (l - 1) * (h + 4), 4, h);
}
selectImage("figure");
saveAs("PNG", out + "/figure_3_1.png");
close();
print(n + " crops. The figure is " + out + "/figure_3_1.png");

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

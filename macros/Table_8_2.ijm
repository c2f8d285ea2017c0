// Table 8.2: what telling the organ (FiLM), cropping to the field of view and post-processing are worth for segmentation.
// Four segmenters, without and with FiLM and crop, are trained alike for each seed; their masks of patients that none has seen
// are scored as they are and post-processed, which makes the six published arms.
//
//   mvn -q -Prun -Dmacro=macros/Table_8_2.ijm                       phantoms that it makes itself, one core, about 20 minutes
//   java -jar sonoflow-standalone.jar macros/Table_8_2.ijm "input=/data/train/dataset.csv,test=/data/test/dataset.csv,out=/data/t"
//
// It writes table_8_2.csv (arm, organ, metric: mean over the images, spread over the seeds, published figure) and
// effects_8_2.csv (each of the three, twice: difference of two arms with its 95 % interval). Organs count alike. Intervals are
// paired bootstraps over the patients of each organ, of figures that are averaged over the seeds. Settings are key=value,
// separated by commas; all have defaults. Killed and started again with the same settings, it goes on where it stopped.

var input = arg("input", "");              // images with masks and organ: dataset.csv with patient; empty = phantoms
var test = arg("test", "");                // the same of other patients, on which all is scored
var phantoms = (input == "");
var patients = arg("patients", "40");      // of the phantoms: to learn from, and to test on; each has two screens
var testpatients = arg("testpatients", "40");
var values = arg("values", choose("organ", ""));   // what masks' values mean, as in Train Segmenter; separated by semicolons
var out = arg("out", "target/segmentation");
var size = arg("size", choose("64", "512"));
var widths = arg("widths", choose("8;16;32;64", "32;64;128;256;512"));
var steps = arg("steps", choose("150", "0"));      // 0 = by epochs
var epochs = arg("epochs", "100");
var batch = arg("batch", "8");
var optimizer = arg("optimizer", "sgd");
var rate = arg("rate", choose("0.05", "0.02"));
var validation = arg("validation", choose("0.2", "0.1"));
var every = arg("every", choose("50", "100"));
var seeds = arg("seeds", "3");
var which = arg("arms", "none;crop;film;film_post;film_crop;all");   // all, or some of them
var draws = arg("draws", "1000");          // of the bootstrap
var device = arg("device", "auto");
var seed = arg("seed", "0");
check("input test arms patients testpatients values out size widths steps epochs batch optimizer rate validation every seeds draws device seed ");

// 1. Scanner screens of five organs: with their margins and letters, or there would be nothing to crop.
if (phantoms) {
	keys = "organs=[thyroid,nodule,nerve,fetal,kidney] inhomogeneous=0.5 markers=0 screens=true";
	input = screens("labelled", patients, 1, keys);
	test = screens("test", testpatients, 2, keys);
}
if (test == "") exit("Give test=, images with masks of other patients.");

// 2. Train, segment, score.
var folders = newArray("none", "crop", "film", "film_post", "film_crop", "all");
var arms = newArray("none", "crop", "FiLM", "FiLM+post", "FiLM+crop", "all");
var models = newArray("none", "crop", "film", "film", "film_crop", "film_crop");
var told = newArray("false", "false", "true", "true", "true", "true");
var cropped = newArray("false", "true", "false", "false", "true", "true");
var processed = newArray("false", "false", "false", "true", "false", "true");
var metrics = newArray("dice", "nsdpixel");
// Published, in percent: Dice, then NSD, of the arms in their order.
var tested = newArray("all", "breast", "cardiac", "thyroid", "fetal", "kidney");
var published = newArray(
	"79.7 81.6 82.5 83.2 83.1 83.8 9.2 10.4 10.9 11.3 11.2 11.6", "81.1 82.4 83.9 84.0 84.2 85.5 15.1 17.0 18.0 18.3 18.0 18.3",
	"81.1 81.7 82.9 83.0 83.3 83.2 5.2 6.0 5.4 5.9 5.8 5.8", "62.7 67.1 66.2 67.1 67.2 67.8 6.9 8.8 8.5 9.0 9.2 9.7",
	"92.0 91.4 93.2 93.3 93.0 93.7 9.4 9.7 11.2 11.5 11.3 12.3", "81.5 85.2 86.2 88.6 88.1 88.7 9.4 10.3 11.3 11.8 12.0 12.1");
var wants = newArray(arms.length);
for (a = 0; a < arms.length; a++)
	if (indexOf(";" + which + ";", ";" + folders[a] + ";") >= 0) wants[a] = 1;
var runs = "";
var meaning = "";
if (values != "") meaning = " values=[" + replace(values, ";", ",") + "]";
for (s = 0; s < parseInt(seeds); s++)
	for (a = 0; a < arms.length; a++)
		if (wants[a] == 1) arm(a, parseInt(seed) + s);

// 3. Add up what each patient has, of each arm, metric and seed.
var who = newArray(0);                     // patients, each once for each of his organs
var organOf = newArray(0);
var organs = newArray(0);
scored = newArray(arms.length * parseInt(seeds));
for (a = 0; a < arms.length; a++)
	for (s = 0; s < parseInt(seeds) * wants[a]; s++) {
		scored[a * parseInt(seeds) + s] = File.openAsString(out + "/scores/" + folders[a] + "/seed" + (parseInt(seed) + s) + "/scores.csv");
		if (who.length == 0) patientsOf(scored[a * parseInt(seeds) + s]);
	}
var sums = newArray(arms.length * metrics.length * parseInt(seeds) * who.length);
var counts = newArray(sums.length);
for (a = 0; a < arms.length; a++)
	for (s = 0; s < parseInt(seeds) * wants[a]; s++)
		add(scored[a * parseInt(seeds) + s], a, s);

// 4. The tables.
table = "arm,organ,metric,mean,std,published\n";
for (o = -1; o < organs.length; o++)
	for (m = 0; m < metrics.length; m++)
		for (a = 0; a < arms.length; a++) {
			name = "all";
			if (o >= 0) name = organs[o];
			if (wants[a] == 1) table = table + arms[a] + "," + name + "," + metrics[m] + "," + short(meanOf(a, m, -1, o)) + "," + spread(a, m, o)
				+ "," + short(printed(a, m, name)) + "\n";
		}
File.saveString(table, out + "/table_8_2.csv");
print(table);
effects = effectsTable();
File.saveString(effects, out + "/effects_8_2.csv");
print(effects);
run("Sonoflow Report...", "input=[" + runs + "] output=[" + out + "/report_8_2] overwrite=true");
print("The table is " + out + "/table_8_2.csv, what each part adds is in " + out + "/effects_8_2.csv, all runs are in " + out
	+ "/report_8_2/report.html");

// A setting of the user, or its default.
function arg(key, value) {
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		if (startsWith(item, key + "=")) return substring(item, lengthOf(key) + 1);
	}
	return value;
}

function choose(small, full) {
	mine = arg("input", "");
	if (mine == "") return small;
	return full;
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
		if (list[i] != "out" && list[i] != "device" && list[i] != "draws") text = text + list[i] + "=" + arg(list[i], "") + "\n";
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

function screens(name, number, offset, keys) {
	folder = out + "/phantoms/" + name;
	once(folder, "Make Phantoms...", "patients=" + number + " " + keys + " seed=" + (1000 * parseInt(seed) + offset));
	return folder + "/dataset.csv";
}

// One arm with one seed; two arms share a model.
function arm(a, own) {
	model = out + "/models/" + models[a] + "/seed" + own;
	once(model, "Train Segmenter...", "input=[" + input + "]" + meaning + " film=" + told[a] + " crop=" + cropped[a] + " size=" + size
		+ " widths=[" + replace(widths, ";", ",") + "] steps=" + steps + " epochs=" + epochs + " batch=" + batch + " optimizer=" + optimizer
		+ " rate=" + rate + " holdout=0 validation=" + validation + " every=" + every + " device=" + device + " seed=" + own);
	masks = out + "/masks/" + folders[a] + "/seed" + own;
	once(masks, "Segment Ultrasound...", "model=[" + model + "/model.safetensors] input=[" + test + "] post="
		+ processed[a] + " device=" + device);
	scores = out + "/scores/" + folders[a] + "/seed" + own;
	once(scores, "Evaluate Segmentation...", "input=[" + test + "]" + meaning + " predictions=[" + masks + "] seed=" + seed);
	if (runs != "") runs = runs + ",";
	runs = runs + scores;
}

// The number of a column of a table; values in quotes would hold commas.
function column(text, name) {
	if (indexOf(text, "\"") >= 0) exit("Table_8_2: names with commas or quotes cannot be read by this macro.");
	header = split(substring(text, 0, indexOf(text, "\n")), ",");
	for (i = 0; i < header.length; i++)
		if (String.trim(header[i]) == name) return i;
	exit("Table_8_2: a table has no column " + name + ".");
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

// A patient counts once for each of his organs; an image without a patient by itself.
function named(row, patient, image) {
	if (row[patient] == "") return "" + row[image];
	return "" + row[patient];
}

function patientsOf(text) {
	image = column(text, "image");
	patient = column(text, "patient");
	organ = column(text, "organ");
	lines = split(text, "\n");
	keys = newArray(0);
	for (l = 1; l < lines.length; l++) {
		row = cells(lines[l]);
		key = "" + row[organ] + "|" + named(row, patient, image);
		if (place(keys, key) >= 0) continue;
		keys = Array.concat(keys, key);
		name = "" + row[organ];
		if (name == "") name = "unnamed";
		if (place(organs, name) < 0) organs = Array.concat(organs, name);
		organOf = Array.concat(organOf, place(organs, name));
	}
	who = keys;
}

function add(text, a, s) {
	image = column(text, "image");
	patient = column(text, "patient");
	organ = column(text, "organ");
	at = newArray(metrics.length);
	for (m = 0; m < at.length; m++)
		at[m] = column(text, metrics[m]);
	lines = split(text, "\n");
	for (l = 1; l < lines.length; l++) {
		row = cells(lines[l]);
		p = place(who, "" + row[organ] + "|" + named(row, patient, image));
		for (m = 0; m < at.length; m++) {
			value = "" + row[at[m]];
			// Nothing to be found, and nothing found: undefined, and no failure.
			if (value != "") {
				cell = index(a, m, s, p);
				sums[cell] = sums[cell] + parseFloat(value);
				counts[cell] = counts[cell] + 1;
			}
		}
	}
}

function index(a, m, s, p) {
	return ((a * metrics.length + m) * parseInt(seeds) + s) * who.length + p;
}

// Mean of an arm: of one seed, or of all (-1); of one organ, or of all alike (-1).
function meanOf(a, m, s, o) {
	if (o < 0) {
		sum = 0;
		for (k = 0; k < organs.length; k++)
			sum = sum + meanOf(a, m, s, k);
		return sum / organs.length;
	}
	total = 0;
	n = 0;
	for (t = 0; t < parseInt(seeds); t++)
		if (s < 0 || s == t)
			for (p = 0; p < who.length; p++)
				if (organOf[p] == o) {
					total = total + sums[index(a, m, t, p)];
					n = n + counts[index(a, m, t, p)];
				}
	return total / n;
}

// Standard deviation over the seeds.
function spread(a, m, o) {
	number = parseInt(seeds);
	if (number < 2) return "";
	means = newArray(number);
	for (t = 0; t < number; t++)
		means[t] = meanOf(a, m, t, o);
	Array.getStatistics(means, low, high, middle, deviation);
	text = "" + short(deviation);
	return text;
}

function printed(a, m, name) {
	o = place(tested, name);
	if (o < 0) return "";
	row = split(published[o], " ");
	return parseFloat(row[m * arms.length + a]) / 100;
}

// A share to four digits; what is empty stays so.
function short(value) {
	if ("" + value == "") return "";
	return d2s(value, 4);
}

// The three questions, each asked twice, of organs alike and of each.
function effectsTable() {
	what = newArray("film", "film", "crop", "crop", "post", "post", "all");
	with = newArray("FiLM", "FiLM+crop", "crop", "FiLM+crop", "FiLM+post", "all", "all");
	without = newArray("none", "crop", "none", "FiLM", "FiLM", "FiLM+crop", "none");
	number = organs.length + 1;
	times = parseInt(draws);
	// Of each patient, arm and metric the sum and number over the seeds, once.
	all = newArray(arms.length * metrics.length * who.length);
	many = newArray(all.length);
	for (b = 0; b < arms.length * metrics.length; b++)
		for (t = 0; t < parseInt(seeds); t++)
			for (p = 0; p < who.length; p++) {
				all[b * who.length + p] = all[b * who.length + p] + sums[(b * parseInt(seeds) + t) * who.length + p];
				many[b * who.length + p] = many[b * who.length + p] + counts[(b * parseInt(seeds) + t) * who.length + p];
			}
	drawn = newArray(what.length * metrics.length * number * times);
	random("seed", parseInt(seed) + 1);
	for (d = 0; d < times; d++) {
		chosen = draw();
		means = newArray(arms.length * metrics.length * number);
		for (b = 0; b < arms.length * metrics.length; b++) {
			total = newArray(organs.length);
			n = newArray(organs.length);
			for (p = 0; p < who.length; p++) {
				o = organOf[p];
				total[o] = total[o] + all[b * who.length + chosen[p]];
				n[o] = n[o] + many[b * who.length + chosen[p]];
			}
			sum = 0;
			for (o = 0; o < organs.length; o++) {
				means[b * number + o + 1] = total[o] / n[o];
				sum = sum + total[o] / n[o];
			}
			means[b * number] = sum / organs.length;
		}
		for (q = 0; q < what.length; q++) {
			more = place(arms, with[q]) * metrics.length;
			less = place(arms, without[q]) * metrics.length;
			for (m = 0; m < metrics.length; m++)
				for (o = 0; o < number; o++) {
					cell = ((q * metrics.length + m) * number + o) * times + d;
					drawn[cell] = means[(more + m) * number + o] - means[(less + m) * number + o];
				}
		}
	}
	text = "part,arm,baseline,organ,metric,difference,low,high,patients,published\n";
	for (o = 0; o < number; o++)
		for (q = 0; q < what.length; q++)
			for (m = 0; m < metrics.length; m++) {
				name = "all";
				if (o > 0) name = organs[o - 1];
				first = ((q * metrics.length + m) * number + o) * times;
				more = place(arms, with[q]);
				less = place(arms, without[q]);
				if (wants[more] + wants[less] == 2) {
					sorted = Array.sort(Array.slice(drawn, first, first + times));
					plus = meanOf(more, m, -1, o - 1);
					minus = meanOf(less, m, -1, o - 1);
					difference = plus - minus;
					low = quantile(sorted, 0.025);
					high = quantile(sorted, 0.975);
					theirs = "";
					if (place(tested, name) >= 0) {
						plus = printed(more, m, name);
						minus = printed(less, m, name);
						theirs = plus - minus;
					}
					text = text + what[q] + "," + with[q] + "," + without[q] + "," + name + "," + metrics[m] + "," + short(difference) + "," + short(low)
						+ "," + short(high) + "," + patientsIn(o - 1) + "," + short(theirs) + "\n";
				}
			}
	return text;
}

function patientsIn(o) {
	n = 0;
	for (p = 0; p < who.length; p++)
		if (o < 0 || organOf[p] == o) n += 1;
	return n;
}

// In the place of each patient one of the same organ, with replacement.
function draw() {
	chosen = newArray(who.length);
	for (p = 0; p < who.length; p++) {
		at = floor(random() * who.length);
		while (organOf[at] != organOf[p])
			at = floor(random() * who.length);
		chosen[p] = at;
	}
	return chosen;
}

function quantile(sorted, share) {
	at = share * (sorted.length - 1);
	below = floor(at);
	above = minOf(below + 1, sorted.length - 1);
	return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

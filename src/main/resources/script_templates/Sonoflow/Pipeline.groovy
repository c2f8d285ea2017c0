#@ ModuleService modules
#@ File (label = "Output", description = "A new folder for all results", style = "directory", persist = false) output
#@ Integer (label = "Patients", value = 8, min = 4, max = 200) patients
#@ Integer (label = "Image size (pixels)", value = 64, min = 32, max = 1024) size
#@ Integer (label = "Epochs", value = 3, min = 1) epochs
#@ Integer (label = "Folds", value = 2, min = 2) folds
#@ String (label = "Device", value = "auto", persist = false) device
#@output String report

// A whole study on phantoms: make them, crop their screens, cross-validate, train, explain, report. Put your own
// dataset.csv (or a folder whose sub-folders are the classes) in the place of the phantoms. Every key of every command
// is in the documentation; those not given have their defaults.

run = { String label, Map<String, Object> values ->
	def info = modules.modules.find { it.menuPath != null && it.menuPath.leaf?.name == label }
	def module = modules.run(info, true, values).get()
	if (module.isCanceled()) throw new RuntimeException(label + " " + module.cancelReason)
}
folder = { String name -> new File(output, name) }

run("Make Phantoms...", [output: folder("screens"), patients: patients, inhomogeneous: 0.5, markers: 0, seed: 1])
run("Crop Ultrasound...", [input: new File(folder("screens"), "dataset.csv"), output: folder("crops"), mode: "views"])

data = new File(folder("crops"), "dataset.csv")
run("Cross-Validate Classifier...", [input: data, output: folder("validation"), size: size, epochs: epochs, batch: 8,
	folds: folds, seeds: 1, device: device])
run("Train Classifier...", [input: data, output: folder("classifier"), size: size, epochs: epochs, batch: 8, holdout: 0.25,
	device: device])

model = new File(folder("classifier"), "model.safetensors")
run("Explain Classification...", [model: model, input: data, output: folder("explained"), count: 4, markers: true,
	device: device])
run("Sonoflow Report...", [output: folder("report"),
	input: ["screens", "crops", "validation", "classifier", "explained"].collect { folder(it).path }.join(",")])
report = new File(folder("report"), "report.html").path

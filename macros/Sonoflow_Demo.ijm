// The whole chain on the phantoms in sample-data/: scanner screens in, an explained prediction and a report out.
//   mvn -q -Pdemo
// or, with folders of your own: Sonoflow_Demo.ijm "sample-data,target/demo"

parts = split(getArgument(), ",");
data = "sample-data";
out = "target/demo";
if (parts.length > 0 && parts[0] != "") data = parts[0];
if (parts.length > 1) out = parts[1];
start = getTime();

// 1. A few new phantoms, to see how sample-data was made (the same command, 4 patients).
run("Make Phantoms...", "output=[" + out + "/phantoms] patients=4 organs=testis,thyroid seed=1 overwrite=true");

// 2. Each scanner screen holds two views; cut them out.
run("Crop Ultrasound...", "input=[" + data + "] output=[" + out + "/crops] mode=views overwrite=true");

// 3. What the classifier will see: burnt-in markers at random, so that it cannot learn from them.
run("Preview Markers...", "input=[" + out + "/crops] count=9 strength=1 output=[" + out + "/markers] overwrite=true");

// 4. Train and test. Patients, not images, are split; every image is tested once by a model that never saw its patient.
run("Cross-Validate Classifier...", "input=[" + out + "/crops] output=[" + out + "/cv] positive=inhomogeneous"
	+ " size=96 epochs=12 batch=32 folds=3 seeds=1 backbonerate=0.001 headrate=0.001 markers=0.5 device=cpu overwrite=true");

// 5. What did the network look at? Only images that this model was not trained on.
run("Explain Classification...", "model=[" + out + "/cv/models/seed0_fold1.safetensors] input=[" + out
	+ "/cv/splits/seed0_fold1.csv] count=6 method=gradcam++ markers=true output=[" + out + "/explained] overwrite=true");

// 6. One page that tells it all.
run("Sonoflow Report...", "input=[" + out + "/phantoms," + out + "/crops," + out + "/markers," + out + "/cv," + out
	+ "/explained] output=[" + out + "/report] overwrite=true");
print("The demo took " + round((getTime() - start) / 1000) + " s. Open " + out + "/report/report.html");

// Trains the small diffusion model that sample-data/phantom_diffusion.safetensors is: testis phantoms of 64 px,
// homogeneous or inhomogeneous on demand, from pure noise. Argument: a folder to work in. Half an hour on one core that
// computes in bfloat16, about an hour in float32; run again after an interruption, it goes on from its last checkpoint. With another
// number of threads than one (OMP_NUM_THREADS=1) or another processor the last digits differ. After the folder, separated by
// commas, may follow patients=500, steps=2700, batch=4 and precision=fp32 with other values, for a try:
// "target/model,patients=2,steps=4". The file in sample-data/ was made with precision=bf16.

work = folder();
if (work == "") exit("Phantom_Model: give a folder to work in as the macro's argument.");
if (!File.exists(work + "/phantoms/run.json"))
	run("Make Phantoms...", "output=[" + work + "/phantoms] patients=" + arg("patients", "500") + " size=64 screens=false inhomogeneous=0.5 markers=0 seed=1");
run("Train Diffusion...", "input=[" + work + "/phantoms] output=[" + work + "/model] size=64 base=64 multipliers=1,1,1,2"
	+ " blocks=1 attention=16 predict=velocity classes=true flips=true steps=" + arg("steps", "2700") + " batch=" + arg("batch", "4")
	+ " rate=5e-4 ema=0.998 every=300 samples=0 half=true precision=" + arg("precision", "fp32") + " device=cpu seed=1");

// The first part of the argument.
function folder() {
	all = split(getArgument(), ",");
	if (all.length == 0) return "";
	return String.trim(all[0]);
}

// A setting of the user, or its default. Without an argument split gives an empty array in Fiji, and one empty text in ImageJ.
function arg(key, value) {
	all = split(getArgument(), ",");
	for (i = 0; i < all.length; i++) {
		item = String.trim(all[i]);
		if (startsWith(item, key + "=")) return substring(item, lengthOf(key) + 1);
	}
	return value;
}

// Trains the small diffusion model that sample-data/phantom_diffusion.safetensors is: testis phantoms of 64 px,
// homogeneous or inhomogeneous on demand. Argument: a folder to work in. About an hour on one core; run again after an
// interruption, it goes on from its last checkpoint. With another number of threads than one (OMP_NUM_THREADS=1) the last
// digits differ.

work = getArgument();
if (work == "") exit("Phantom_Model: give a folder to work in as the macro's argument.");
if (!File.exists(work + "/phantoms/run.json"))
	run("Make Phantoms...", "output=[" + work + "/phantoms] patients=250 size=64 screens=false inhomogeneous=0.5 markers=0 seed=1");
run("Train Diffusion...", "input=[" + work + "/phantoms] output=[" + work + "/model] size=64 base=32 multipliers=1,1,2,3"
	+ " blocks=1 attention=16,8 classes=true flips=true steps=5000 batch=8 rate=5e-4 ema=0.998 every=500 half=true device=cpu seed=1");

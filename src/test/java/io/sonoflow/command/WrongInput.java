/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.command;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * One row of {@link WrongInputsTest}.
 *
 * @param label the command
 * @param options a macro's, with {tmp}
 * @param setup makes the files
 * @param fragments what the message must hold
 */
record WrongInput(String label, String options, Consumer<Scene> setup, String... fragments) {

	private static final String CHECK = "Check Setup...";
	private static final String PHANTOMS = "Make Phantoms...";
	private static final String PREVIEW = "Preview Markers...";
	private static final String INSERT = "Insert Markers...";
	private static final String SHOW = "Show Data Set...";
	private static final String SAMPLE = "Sonoflow Phantom Screen";
	private static final String INSPECT = "Inspect Weights...";
	private static final String INSTALL = "Install Weights...";
	private static final String ENGINE = "Install Engine...";
	private static final String CROP = "Crop Ultrasound...";
	private static final String TRAIN = "Train Classifier...";
	private static final String DIFFUSION = "Train Diffusion...";
	private static final String PRETRAIN = "Pretrain Encoder...";
	private static final String MASKED = "Pretrain Masked Autoencoder...";
	private static final String CLIP = "Export Clip...";
	private static final String CROSS = "Cross-Validate Classifier...";
	private static final String CLASSIFY = "Classify Ultrasound...";
	private static final String EXPLAIN = "Explain Classification...";
	private static final String GENERATE = "Generate Ultrasound...";
	private static final String NOISE = "Filter Noisy Labels...";
	private static final String REPORT = "Sonoflow Report...";
	private static final String FILTER = "Filter Synthetic...";
	private static final String EVALUATE = "Evaluate Synthetic...";

	private static final String DOPPLER = "Separate Doppler...";
	private static final String TRANSLATOR = "Train Translator...";
	private static final String TRANSLATE = "Translate Ultrasound...";
	private static final String READING = "Blinded Reading...";
	private static final String MASKS = "Evaluate Segmentation...";

	private static final Consumer<Scene> NOTHING = scene -> {
	};
	private static final Consumer<Scene> IMAGE = scene -> scene.gray("in/a.png", 64, 48);
	private static final Consumer<Scene> CLASSES = scene -> {
		for (int i = 0; i < 4; i++)
			scene.gray("classes/a/a" + i + ".png", 32, 32).gray("classes/b/b" + i + ".png", 32, 32);
	};
	private static final String OUT = " output={tmp}/out";
	/** Two sets of three images, and a file that stands for a model until it is read. */
	private static final Consumer<Scene> SETS = scene -> {
		for (int i = 0; i < 3; i++)
			scene.gray("real/" + i + ".png", 32, 32).gray("fake/" + i + ".png", 32, 32);
		scene.text("model.safetensors", "no weights");
	};
	private static final String COMPARED = "real={tmp}/real synthetic={tmp}/fake";
	private static final String BY_MODEL = COMPARED + " features={tmp}/model.safetensors" + OUT;

	private static WrongInput row(final String label, final String options, final Consumer<Scene> setup,
		final String... fragments)
	{
		return new WrongInput(label, options, setup, fragments);
	}

	@Override
	public String toString() {
		return label + " " + options;
	}

	/** Wrong before any file is looked at. */
	static List<WrongInput> keysAndValues() {
		return List.of(row(CHECK, "devise=cpu", NOTHING, "Unknown key devise=cpu", "did you mean device", "keys of this command"),
			row(CHECK, "device=tpu", NOTHING, "device=tpu", "auto, cpu, gpu0"),
			row(CHECK, "device=CPU", NOTHING, "device=CPU", "auto, cpu, gpu0"),
			row(CHECK, "Device=cpu", NOTHING, "Unknown key Device=cpu", "did you mean device"),
			row(CHECK, "device", NOTHING, "device has no value", "device=value"),
			row(CHECK, "device=gpu99", NOTHING, "device=gpu99 is not there", "device=cpu"),
			row(CHECK, "device=cpu device=gpu0", NOTHING, "device is given twice"),
			row(CHECK, "device=[cpu", NOTHING, "device=[cpu", "not closed"),
			row(CHECK, "=[x] =[x]", NOTHING, "=[x]", "has no key"),
			row(CHECK, "device=cpu [x] [x]", NOTHING, "[x]", "has no key"),
			row(CHECK, "device=cpu 7", NOTHING, "Unknown key 7", "brackets"),
			row(PHANTOMS, "patients=2", NOTHING, "output is missing", "output=[path]"),
			row(PHANTOMS, "patients=two" + OUT, NOTHING, "patients=two is not a number", "from 1 to 9999"),
			row(PHANTOMS, "patients=2.5" + OUT, NOTHING, "patients=2.5 is not a whole number", "from 1 to 9999"),
			row(PHANTOMS, "patients=0" + OUT, NOTHING, "patients=0 is out of range", "from 1 to 9999"),
			row(PHANTOMS, "patients=-3" + OUT, NOTHING, "patients=-3 is out of range"),
			row(PHANTOMS, "patients=99999999999999999999" + OUT, NOTHING, "patients=99999999999999999999 is too large"),
			row(PHANTOMS, "patients=" + OUT, NOTHING, "patients= is not a number"),
			row(PHANTOMS, "size=8" + OUT, NOTHING, "size=8 is out of range", "from 64 to 1024"),
			row(PHANTOMS, "noise=0,5" + OUT, NOTHING, "noise=0,5 is not a number"),
			row(PHANTOMS, "noise=1.5" + OUT, NOTHING, "noise=1.5 is out of range", "from 0 to 1"),
			row(PHANTOMS, "noise=NaN" + OUT, NOTHING, "noise=NaN is not a number"),
			row(PHANTOMS, "organs=liver" + OUT, NOTHING, "organs=liver", "testis"),
			row(PHANTOMS, "organs=[]" + OUT, NOTHING, "organs is missing"),
			row(PHANTOMS, "screens" + OUT, NOTHING, "screens has no value", "screens=true"),
			row(PHANTOMS, "screens=1" + OUT, NOTHING, "screens=1 is neither true nor false", "as text"),
			row(PHANTOMS, "overwrite=yes" + OUT, NOTHING, "overwrite=yes", "overwrite=true or overwrite=false"),
			row(PHANTOMS, "outputs={tmp}/out", NOTHING, "Unknown key outputs", "did you mean output"),
			row(INSERT, "input={tmp}/in biased=2" + OUT, IMAGE, "biased=2", "from 0 to 1"),
			row(INSERT, "input={tmp}/in kinds=circle,star" + OUT, IMAGE, "kinds=circle,star", "side-bars"),
			row(PREVIEW, "input={tmp}/in kinds=circle,star", IMAGE, "kinds=circle,star", "\"star\"", "side-bars"),
			row(TRAIN, "input={tmp}/in kinds=star" + OUT, IMAGE, "kinds=star", "side-bars"),
			row(CROSS, "input={tmp}/in kinds=Circle" + OUT, IMAGE, "kinds=Circle", "side-bars"),
			row(NOISE, "input={tmp}/in kinds=circle,,plus" + OUT, IMAGE, "kinds=circle,,plus", "side-bars"),
			row(INSERT, "input={tmp}/in" + OUT, IMAGE, "have no label", "column label"),
			row(INSERT, "input={tmp}/classes label=c" + OUT, CLASSES, "label=c is not a label", "a, b"),
			row(CROSS, "input={tmp}/classes alternate={tmp}/nowhere" + OUT, CLASSES, "alternate={tmp}/nowhere",
				"no such file or folder"),
			row(CROSS, "input={tmp}/classes alternate={tmp}/classes/a folds=2 seeds=1 size=32 batch=2 epochs=1" + OUT, CLASSES,
				"alternate {tmp}/classes/a", "its label there is"),
			row(CROSS, "input={tmp}/classes extra={tmp}/nowhere" + OUT, CLASSES, "extra={tmp}/nowhere", "no such file or folder"),
			row(CROSS, "input={tmp}/classes extra={tmp}/classes folds=2 seeds=1 size=32 batch=2 epochs=1" + OUT, CLASSES,
				"extra={tmp}/classes is not apart from what is tested", "Leave them out of extra"),
			row(TRAIN, "input={tmp}/classes extra={tmp}/more size=32 batch=2 epochs=1" + OUT, CLASSES.andThen(scene -> scene.gray(
				"more/c/x.png", 64, 64)), "extra={tmp}/more", "the label \"c\" (1 images)", "a, b"),
			row(CLIP, "input={tmp}/in fps=25", IMAGE, "output is missing"),
			row(CLIP, "input={tmp}/in fps=fast" + OUT, IMAGE, "fps=fast", "30000/1001"),
			row(CLIP, "input={tmp}/in codec=xvid" + OUT, IMAGE, "codec=xvid", "ffv1 | mjpeg | h264"),
			row(CLIP, "input={tmp}/in fps=25 output={tmp}/out.mp4", IMAGE, "is named as a clip", "Give a folder"),
			row(CLIP, "input={tmp}/in" + OUT, IMAGE, "a.png does not say how many frames a second", "fps=25"),
			row(PREVIEW, "input={tmp}/in count=0", IMAGE, "count=0 is out of range", "from 1 to 100"),
			row(PREVIEW, "input={tmp}/in strength=-1", IMAGE, "strength=-1", "at least 0"),
			row(PREVIEW, "count=3", NOTHING, "no image is open", "input=[path]"),
			row(INSPECT, "output={tmp}/out", NOTHING, "input is missing"),
			row(SAMPLE, "seed=1", NOTHING, "Unknown key seed=1", "takes no keys"),
			row(SHOW, "", NOTHING, "input is missing", "input=[path]"),
			row(SHOW, "inptu={tmp}", NOTHING, "did you mean input?"),
			row(INSTALL, "name=resnet", NOTHING, "name=resnet", "inception | resnet18-imagenet"),
			row(INSTALL, "sha256=6726825", NOTHING, "sha256=6726825", "8 to 64 hexadecimal digits"),
			row(INSTALL, "source=http://example.invalid/w.pth", NOTHING, "http://example.invalid/w.pth", "not https"),
			row(INSTALL, "source=[https://a b/w.pth]", NOTHING, "https://a b/w.pth", "not an address"),
			row(ENGINE, "flavour=cu126", NOTHING, "flavour=cu126", "auto | cpu | cu128"),
			row(ENGINE, "source={tmp}/nowhere", NOTHING, "source={tmp}/nowhere", "no such folder"),
			row(ENGINE, "source={tmp}/in", IMAGE, "source={tmp}/in", "without PyTorch"),
			row(ENGINE, "flavour=cu128 source=http://example.invalid/pytorch", NOTHING, "http://example.invalid/pytorch", "not https"),
			row(TRAIN, "input={tmp}/in weights=resnet18-imagenet" + OUT, IMAGE, "weights=resnet18-imagenet",
				"not installed", "Install Weights...", "name=resnet18-imagenet"),
			row(CROSS, "input={tmp}/in weights=resnet18-imagenett" + OUT, IMAGE, "weights=", "resnet18-imagenett",
				"no such file"),
			row(CROP, "input={tmp}/in mode=circle" + OUT, IMAGE, "mode=circle", "sector | views"),
			row(CROP, "input={tmp}/in mode=sectors" + OUT, IMAGE, "mode=sectors", "did you mean sector"),
			row(CROP, "input={tmp}/in mode=views views=1,2,3" + OUT, IMAGE, "views=1,2,3"),
			row(CROP, "input={tmp}/in tolerance=-1" + OUT, IMAGE, "tolerance=-1"),
			row(CROP, "input={tmp}/in stride=0" + OUT, IMAGE, "stride=0"),
			row(TRAIN, "input={tmp}/in precision=fp8" + OUT, IMAGE, "precision=fp8", "fp32 | bf16 | fp16 | auto"),
			row(CROSS, "input={tmp}/in precision=half" + OUT, IMAGE, "precision=half", "fp32 | bf16 | fp16 | auto"),
			row(TRAIN, "input={tmp}/classes backbone=cbam-resnet18 size=32 batch=2 epochs=1 precision=bf16" + OUT, CLASSES,
				"precision=bf16", "cbam-resnet18", "precision=fp32"),
			row(TRAIN, "input={tmp}/in window=1" + OUT, IMAGE, "window=1", "from 2 to 64"),
			row(CROSS, "input={tmp}/in pooling=median" + OUT, IMAGE, "pooling=median", "attention | gated"),
			row(NOISE, "input={tmp}/classes backbone=r3d-18" + OUT, CLASSES, "backbone=r3d-18 is for clips", "of one frame"),
			row(TRAIN, "input={tmp}/classes window=8" + OUT, CLASSES, "window=8 is for backbone=r2plus1d-18"),
			row(TRAIN, "input={tmp}/classes pooling=attention" + OUT, CLASSES, "pooling=attention is for clips", "of one frame",
				"pooling=mean"),
			row(CROSS, "input={tmp}/classes backbone=r2plus1d-18" + OUT, CLASSES, "backbone=r2plus1d-18 is for clips", "of one frame"),
			row(TRAIN, "input={tmp}/classes backbone=r3d-18 pooling=gated" + OUT, CLASSES, "pooling=gated weighs single frames",
				"backbone=r3d-18 sees windows"),
			row(TRAIN, "input={tmp}/classes backbone=r3d-18 film=true" + OUT, CLASSES, "film=true", "backbone=r3d-18"),
			row(TRAIN, "input={tmp}/in epochs=0" + OUT, IMAGE, "epochs=0"),
			row(TRAIN, "input={tmp}/in holdout=1.5" + OUT, IMAGE, "holdout=1.5"),
			row(NOISE, "input={tmp}/in method=spike" + OUT, IMAGE, "method=spike", "did you mean spikes"),
			row(NOISE, "input={tmp}/in action=delete" + OUT, IMAGE, "action=delete", "report | drop | flip"),
			row(NOISE, "input={tmp}/in unit=patient" + OUT, IMAGE, "unit=patient", "view | testis"),
			row(NOISE, "input={tmp}/in threshold=-1" + OUT, IMAGE, "threshold=-1", "at least 0"),
			row(NOISE, "input={tmp}/in count=31" + OUT, IMAGE, "count=31", "from 1 to 30"),
			row(NOISE, "input={tmp}/in online=true epochs=4" + OUT, IMAGE, "online=true", "epochs=4"),
			row(NOISE, "input={tmp}/in judgements=9" + OUT, IMAGE, "judgements=9", "from 0 to 8"),
			row(NOISE, "input={tmp}/in weights=," + OUT, IMAGE, "weights", "twice"),
			row(DIFFUSION, OUT.strip(), NOTHING, "input is missing"),
			row(DIFFUSION, "input={tmp}/in multipliers=1;2" + OUT, IMAGE, "multipliers=1;2", "1,2,3,4"),
			row(DIFFUSION, "input={tmp}/in timesteps=20" + OUT, IMAGE, "timesteps=20", "from 21"),
			row(DIFFUSION, "input={tmp}/in rate=0" + OUT, IMAGE, "rate=0", "above 0"),
			row(DIFFUSION, "input={tmp}/in schedule=sine" + OUT, IMAGE, "schedule=sine", "cosine"),
			row(DIFFUSION, "input={tmp}/in batch=4 accumulate=5" + OUT, IMAGE, "accumulate=5", "batch (4)"),
			row(DIFFUSION, "input={tmp}/in size=64 attention=20" + OUT, IMAGE, "attention=20", "64, 32, 16, 8"),
			row(DIFFUSION, "input={tmp}/in size=100 attention=[]" + OUT, IMAGE, "size=100", "divisible by 8"),
			row(DIFFUSION, "input={tmp}/in base=40 size=64" + OUT, IMAGE, "base=40", "multiple of 32"),
			row(DIFFUSION, "input={tmp}/in precision=fp8" + OUT, IMAGE, "precision=fp8", "fp32 | bf16 | fp16 | auto"),
			row(TRANSLATOR, "input={tmp}/in direction=up" + OUT, IMAGE, "direction=up", "grey | colour"),
			row(TRANSLATOR, "input={tmp}/in size=100" + OUT, IMAGE, "size=100", "multiple of 8"),
			row(TRANSLATOR, "input={tmp}/in window=4" + OUT, IMAGE, "window=4", "odd"),
			row(TRANSLATOR, "input={tmp}/in base=12" + OUT, IMAGE, "base=12", "multiple of 8"),
			row(TRANSLATOR, "input={tmp}/in size=64" + OUT, IMAGE, "has one frame"),
			row(TRANSLATE, "input={tmp}/in" + OUT, IMAGE, "model is missing"),
			row(TRANSLATE, "model={tmp}/in/a.png input={tmp}/in" + OUT, IMAGE, "a.png"),
			row(PRETRAIN, OUT.strip(), NOTHING, "input is missing"),
			row(PRETRAIN, "input={tmp}/in precision=fp8" + OUT, IMAGE, "precision=fp8", "fp32 | bf16 | fp16 | auto"),
			row(PRETRAIN, "input={tmp}/in batch=1" + OUT, IMAGE, "batch=1", "from 2 to 65536"),
			row(PRETRAIN, "input={tmp}/in viewnoise=20" + OUT, IMAGE, "viewnoise", "views=thesis"),
			row(PRETRAIN, "input={tmp}/in temperature=0" + OUT, IMAGE, "temperature=0", "above 0"),
			row(PRETRAIN, "input={tmp}/in lambda=-0.1" + OUT, IMAGE, "lambda=-0.1", "at least 0"),
			row(PRETRAIN, "input={tmp}/in optimizer=adam" + OUT, IMAGE, "optimizer=adam", "lars | larc | adamw"),
			row(PRETRAIN, "input={tmp}/in schedule=linear" + OUT, IMAGE, "schedule=linear", "polynomial"),
			row(PRETRAIN, "input={tmp}/in lamda=0.1" + OUT, IMAGE, "Unknown key lamda", "did you mean lambda"),
			row(MASKED, OUT.strip(), NOTHING, "input is missing"),
			row(MASKED, "input={tmp}/in backbone=resnet18" + OUT, IMAGE, "backbone=resnet18", "vit-base16 | vit-small16"),
			row(MASKED, "input={tmp}/in mask=1.5" + OUT, IMAGE, "mask=1.5", "from 0 to 1"),
			row(MASKED, "input={tmp}/in mask=1 backbone=vit-tiny16" + OUT, IMAGE, "mask=1.0 keeps 0 of 196 patches"),
			row(MASKED, "input={tmp}/in size=100 backbone=vit-tiny16" + OUT, IMAGE, "size=100", "size=96 or size=112"),
			row(MASKED, "input={tmp}/in decoderwidth=100" + OUT, IMAGE, "decoderwidth=100", "decoderwidth=96 or decoderwidth=128"),
			row(MASKED, "input={tmp}/in recipe=simclr" + OUT, IMAGE, "recipe=simclr", "usf | mae"),
			row(MASKED, "input={tmp}/in normalised=yes" + OUT, IMAGE, "normalised=yes", "recipe | true | false"),
			row(MASKED, "input={tmp}/in warmup=1" + OUT, IMAGE, "warmup=1", "from 0 to 0.9"),
			row(CROSS, "input={tmp}/in shard=3/2" + OUT, IMAGE, "shard=3/2"),
			row(CROSS, "input={tmp}/in shard=0/2" + OUT, IMAGE, "shard=0/2"),
			row(CROSS, "input={tmp}/in folds=1" + OUT, IMAGE, "folds=1"),
			row(EXPLAIN, "model={tmp}/in/a.png input={tmp}/in method=lime", IMAGE, "method=lime", "gradcam"),
			row(EXPLAIN, "model={tmp}/in/a.png input={tmp}/in method=gradcam top=3", IMAGE, "top=3", "method=scorecam"),
			row(CLASSIFY, "input={tmp}/in", IMAGE, "model is missing"),
			row(GENERATE, "count=4" + OUT, NOTHING, "model is missing"),
			row(GENERATE, "model={tmp}/in/a.png count=0" + OUT, IMAGE, "count=0 is out of range", "from 1 to 1000000"),
			row(GENERATE, "model={tmp}/in/a.png sampler=dpm" + OUT, IMAGE, "sampler=dpm", "ddpm | ddim | dpm++"),
			row(GENERATE, "model={tmp}/in/a.png eta=2" + OUT, IMAGE, "eta=2.0 is out of range", "from 0 to 1"),
			row(GENERATE, "model={tmp}/in/a.png class" + OUT, IMAGE, "class has no value", "class=value"),
			row(GENERATE, "model={tmp}/in/a.png clas=x" + OUT, IMAGE, "Unknown key clas=x", "did you mean class?"),
			row(FILTER, "synthetic={tmp}/fake" + OUT, SETS, "real is missing"),
			row(FILTER, "real={tmp}/real" + OUT, SETS, "synthetic is missing"),
			row(FILTER, BY_MODEL + " method=best", SETS, "method=best", "manifold"),
			row(FILTER, BY_MODEL + " copies=keep", SETS, "copies=keep", "report | drop"),
			row(FILTER, BY_MODEL + " alarm=5", SETS, "alarm=5", "from 0 to 1"),
			row(FILTER, BY_MODEL + " sweep=3;5", SETS, "sweep=3;5", "separated by commas"),
			row(FILTER, BY_MODEL + " resize=pil", SETS, "resize=pil", "fid | clean"),
			row(FILTER, BY_MODEL + " audit=false release={tmp}/released", SETS, "release={tmp}/released", "audit=true"),
			row(FILTER, BY_MODEL + " alarm=0 release={tmp}/released", SETS, "release={tmp}/released", "alarm=0.001"),
			row(READING, COMPARED + OUT + " count=5", SETS, "count=5 is odd", "an even number"),
			row(EVALUATE, BY_MODEL + " k=0", SETS, "k=0 is out of range", "1"),
			row(DOPPLER, OUT.strip(), NOTHING, "input"),
			row(DOPPLER, "input={tmp}/in inputs=2" + OUT, IMAGE, "Unknown key inputs"),
			row(REPORT, "output={tmp}/out", NOTHING, "input is missing"));
	}

	/** Paths that lead nowhere, or to the wrong kind of thing. */
	static List<WrongInput> paths() {
		return List.of(row(PREVIEW, "input={tmp}/nowhere/x.png", NOTHING, "input={tmp}/nowhere/x.png", "no such file or folder",
			"{tmp}/nowhere does not exist"),
			row(PREVIEW, "input=nowhere.png", NOTHING, "nowhere.png", "relative paths start at"),
			row(PREVIEW, "input={tmp}/in dir", scene -> scene.gray("in dir/a.png", 8, 8), "Unknown key dir", "brackets"),
			row(PREVIEW, "input={tmp}/in" + OUT + "/a.png", IMAGE.andThen(scene -> scene.text("out", "a file")), "{tmp}/out"),
			row(PHANTOMS, "patients=1 doppler=true" + OUT, NOTHING, "doppler=true", "clips=true"),
			row(PHANTOMS, "patients=1 clips=true size=64" + OUT, NOTHING, "size=64", "96"),
			row(PHANTOMS, "patients=1 output={tmp}/file", scene -> scene.text("file", "x"), "output={tmp}/file is a file"),
			row(PHANTOMS, "patients=1 output={tmp}/file/below", scene -> scene.text("file", "x"), "output={tmp}/file/below",
				"cannot be written"),
			row(PHANTOMS, "patients=1 output=/proc/sonoflow", NOTHING, "output=/proc/sonoflow"),
			row(PHANTOMS, "patients=1" + OUT, scene -> scene.text("out/thesis.txt", "precious"), "output={tmp}/out is not empty",
				"overwrite=true"),
			row(PRETRAIN, "input={tmp}/in weights={tmp}/none.pt" + OUT, IMAGE, "weights={tmp}/none.pt", "no such file"),
			row(INSPECT, "input={tmp}/w.pt", NOTHING, "input={tmp}/w.pt", "no such file"),
			row(SHOW, "input={tmp}/none", NOTHING, "input={tmp}/none", "no such file"),
			row(INSPECT, "input={tmp}/in", IMAGE, "{tmp}/in"),
			row(INSTALL, "source={tmp}/w.pth", NOTHING, "source={tmp}/w.pth", "no such file"),
			row(INSTALL, "source={tmp}/in", IMAGE, "source={tmp}/in", "pt_inception-2015-12-05-6726825d.pth"),
			row(CROP, "input={tmp}/in output={tmp}/in", IMAGE, "output={tmp}/in"),
			row(EXPLAIN, "model={tmp}/none.safetensors input={tmp}/in", IMAGE, "model={tmp}/none.safetensors", "no such file"),
			row(NOISE, "input={tmp}/in weights=[{tmp}/none.pth,]" + OUT, scene -> scene.gray("in/x/a.png", 64, 64).gray(
				"in/x/b.png", 64, 64).gray("in/x/c.png", 64, 64).gray("in/y/a.png", 64, 64).gray("in/y/b.png", 64, 64).gray(
					"in/y/c.png", 64, 64), "none.pth is not a file"),
			row(NOISE, "input={tmp}/in trainings={tmp}/none" + OUT, IMAGE, "trainings={tmp}/none", "no such file"),
			row(FILTER, "real={tmp}/none synthetic={tmp}/fake" + OUT, SETS, "real={tmp}/none", "no such file"),
			row(FILTER, COMPARED + OUT + " features={tmp}/none.pt", SETS, "features={tmp}/none.pt", "inception"),
			row(EVALUATE, COMPARED + OUT + " features=inzeption", SETS, "features=inzeption", "inception"),
			row(MASKS, "input={tmp}/in predictions={tmp}/nowhere" + OUT, IMAGE, "{tmp}/nowhere", "no such file"),
			row(MASKS, "input={tmp}/in predictions={tmp}/in" + OUT, IMAGE, "{tmp}/in has no masks", "dataset.csv"),
			row(MASKS, "input={tmp}/in predictions={tmp}/in tolerance=-1" + OUT, IMAGE, "tolerance=-1", "from 0 to 1000"),
			row(MASKS, "input={tmp}/in predictions={tmp}/in unit=cm" + OUT, IMAGE, "unit=cm", "px | mm"),
			row(DOPPLER, "input={tmp}/none" + OUT, NOTHING, "input={tmp}/none", "no such file"),
			row(REPORT, "input={tmp}/a,{tmp}/b" + OUT, NOTHING, "{tmp}/a", "no such file"),
			row(REPORT, "input={tmp}/in" + OUT, IMAGE, "{tmp}/in"));
	}

	/** Files that hold something else than they should. */
	static List<WrongInput> contents() {
		return List.of(row(PREVIEW, "input={tmp}/empty" + OUT, scene -> scene.folder("empty"), "{tmp}/empty", "holds no image"),
			row(PREVIEW, "input={tmp}/in" + OUT, scene -> scene.bytes("in/a.png", new byte[] { 1, 2, 3 }), "a.png"),
			row(PREVIEW, "input={tmp}/in" + OUT, scene -> scene.text("in/a.png", ""), "a.png"),
			row(PREVIEW, "input={tmp}/notes.txt" + OUT, scene -> scene.text("notes.txt", "hello"), "notes.txt"),
			row(PREVIEW, "input={tmp}/dataset.csv" + OUT, scene -> scene.text("dataset.csv", "file,label\na.png,x\n"),
				"dataset.csv", "no column image"),
			row(PREVIEW, "input={tmp}/dataset.csv" + OUT, scene -> scene.text("dataset.csv", "image,label\n"), "dataset.csv",
				"no rows"),
			row(PREVIEW, "input={tmp}/dataset.csv" + OUT, scene -> scene.text("dataset.csv", ""), "dataset.csv"),
			row(PREVIEW, "input={tmp}/dataset.csv" + OUT, IMAGE.andThen(scene -> scene.text("dataset.csv",
				"image\nin/a.png\nin/b.png\n")), "do not exist", "b.png"),
			row(PREVIEW, "input={tmp}/dataset.csv" + OUT, IMAGE.andThen(scene -> scene.text("dataset.csv",
				"image\nin/a.png\nin/a.png\n")), "already in line 2", "remove one row"),
			row(PREVIEW, "input={tmp}/dataset.csv" + OUT, IMAGE.andThen(scene -> scene.text("dataset.csv",
				"image,label\nin/a.png,h\u00e4\n", StandardCharsets.ISO_8859_1)), "dataset.csv", "UTF-8"),
			row(PREVIEW, "input={tmp}/dataset.csv" + OUT, scene -> scene.text("dataset.csv",
				"image,label\nhttps://example.org/a.png,x\n"), "dataset.csv", "line 2", "address"),
			row(TRAIN, "input={tmp}/dataset.csv" + OUT, CLASSES.andThen(scene -> scene.text("dataset.csv",
				"image,label\nclasses/a/a0.png,Homogeneous\nclasses/a/a1.png,homogeneous\nclasses/b/b0.png,other\n")),
				"\"Homogeneous\" (1 images)", "\"homogeneous\" (1 images)"),
			row(TRAIN, "input={tmp}/dataset.csv" + OUT, CLASSES.andThen(scene -> scene.text("dataset.csv",
				"image,label\nclasses/a/a0.png,nan\nclasses/a/a1.png,x\nclasses/b/b0.png,y\n")), "1 of 3 images have no label",
				"a0.png"),
			row(TRAIN, "input={tmp}/cases" + OUT, scene -> scene.gray("cases/Benign/a.png", 64, 64).gray("cases/benign/b.png", 64,
				64), "\"Benign\" (1 images)"),
			row(DIFFUSION, "input={tmp}/cases classes=true size=64" + OUT, scene -> scene.gray("cases/Benign/a.png", 64, 64).gray(
				"cases/benign/b.png", 64, 64), "\"Benign\" (1 images)"),
			row(TRAIN, "input={tmp}/sets" + OUT, scene -> scene.gray("sets/one/images/a.png", 64, 64).text("sets/one/dataset.csv",
				"image,label\nimages/a.png,x\n"), "input={tmp}/sets/one"),
			row(CLASSIFY, "model={tmp}/none.pt input={tmp}/table.xlsx", scene -> scene.text("table.xlsx", "PK").text("none.pt", "x"),
				"none.pt"),
			row(PREVIEW, "input={tmp}/table.xlsx", scene -> scene.text("table.xlsx", "PK"), "table.xlsx", ".csv"),
			row(PREVIEW, "input={tmp}/mixed" + OUT, scene -> scene.gray("mixed/a.png", 9, 9).gray("mixed/sub/b.png", 9, 9),
				"{tmp}/mixed", "sub-folders"),
			row(PREVIEW, "input={tmp}/in" + OUT, scene -> scene.image("in/deep.png", 64, 48, BufferedImage.TYPE_USHORT_GRAY),
				"deep.png", "16 bits", "8-bit"),
			row(CROP, "input={tmp}/in" + OUT, scene -> scene.gray("in/dot.png", 1, 1), "dot.png", "1 x 1", "16 x 16"),
			row(PREVIEW, "input={tmp}/in" + OUT, scene -> scene.gray("in/dot.png", 1, 1), "dot.png", "1 x 1", "16 x 16"),
			row(TRAIN, "input={tmp}/in" + OUT, scene -> scene.gray("in/x/a.png", 64, 64).gray("in/x/b.png", 64, 64).gray(
				"in/y/c.png", 64, 64).gray("in/y/one.png", 1, 1), "one.png", "1 x 1"),
			row(INSPECT, "input={tmp}/w.pt", scene -> scene.text("w.pt", "no weights at all"), "w.pt"),
			row(READING, COMPARED + OUT, SETS, "count=40 asks for 20 real and 20 synthetic", "there are 3 real and 3 synthetic",
				"at most 6"),
			row(DOPPLER, "input={tmp}/in" + OUT, IMAGE, "a.png is grey", "no colour Doppler", "in colour"),
			row(SHOW, "input={tmp}/a.png", scene -> scene.text("a.png", "no picture"), "{tmp}/a.png"),
			row(INSTALL, "source={tmp}/w.pth", scene -> scene.text("w.pth", "no weights at all"), "{tmp}/w.pth",
				"6726825d0af5f729", "SHA-256"),
			row(INSTALL, "source={tmp}/w.pth sha256=a948904f2f0f479b", scene -> scene.text("w.pth", "hello world\n"),
				"{tmp}/w.pth", "no weight file"),
			row(INSPECT, "input={tmp}/w.safetensors", scene -> scene.bytes("w.safetensors", new byte[] { 9, 0, 0, 0, 0, 0, 0,
				0, '{' }), "w.safetensors"),
			row(CROP, "input={tmp}/in mode=views views=60,40,300,300" + OUT, IMAGE, "views"),
			row(CROP, "input={tmp}/dataset.csv" + OUT, scene -> scene.gray("a.png", 64, 48).gray("m.png", 60, 48).text(
				"dataset.csv", "image,mask\na.png,m.png\n"), "m.png", "60"),
			row(TRAIN, "input={tmp}/in" + OUT, IMAGE, "label"),
			row(DIFFUSION, "input={tmp}/empty size=64" + OUT, scene -> scene.folder("empty"), "{tmp}/empty", "holds no image"),
			row(DIFFUSION, "input={tmp}/in size=64 classes=true" + OUT, IMAGE, "classes=true", "a.png"),
			row(DIFFUSION, "input={tmp}/in size=64" + OUT, IMAGE.andThen(scene -> scene.gray("in/b.png", 64, 50)),
				"different sizes", "64 x 50", "resize=fit"),
			row(PRETRAIN, "input={tmp}/in" + OUT, IMAGE, "one image only"),
			row(PRETRAIN, "input={tmp}/in contrastive=false" + OUT, IMAGE.andThen(scene -> scene.gray("in/b.png", 64, 64)),
				"contrastive=false", "organ"),
			row(PRETRAIN, "input={tmp}/in weights={tmp}/w.pt" + OUT, IMAGE.andThen(scene -> scene.gray("in/b.png", 64, 64).text(
				"w.pt", "x")), "w.pt"),
			row(PRETRAIN, "input={tmp}/in probe={tmp}/in" + OUT, IMAGE.andThen(scene -> scene.gray("in/b.png", 64, 64)),
				"label"),
			row(CROSS, "input={tmp}/in" + OUT, scene -> scene.gray("in/one/a.png", 64, 64).gray("in/one/b.png", 64, 64),
				"one", "two classes"),
			row(NOISE, "input={tmp}/in" + OUT, IMAGE, "label"),
			row(NOISE, "input={tmp}/in" + OUT, scene -> scene.gray("in/one/a.png", 64, 64).gray("in/one/b.png", 64, 64),
				"the label one", "two classes"),
			row(TRAIN, "input={tmp}/in" + OUT, scene -> scene.gray("in/one/a.png", 64, 64).gray("in/one/b.png", 64, 64),
				"the label one", "two classes"),
			row(DIFFUSION, "input={tmp}/in size=64 classes=true" + OUT, scene -> scene.gray("in/one/a.png", 64, 64).gray(
				"in/one/b.png", 64, 64), "the label one", "classes=false"),
			row(NOISE, "input={tmp}/classes decisions={tmp}/decisions.csv" + OUT, CLASSES.andThen(scene -> scene.text(
				"decisions.csv", "image,label,decision,by,time\na/a9.png,a,reject,anna,2026-01-01T00:00:00Z\nb/b7.png,b,reject,anna," +
					"2026-01-01T00:00:00Z\n")), "decisions={tmp}/decisions.csv", "a/a9.png; b/b7.png are no images of"),
			row(NOISE, "input={tmp}/classes decisions={tmp}/decisions.csv" + OUT, CLASSES.andThen(scene -> scene.text(
				"decisions.csv", "image,label,decision,by,time\na/a0.png,b,reject,anna,2026-01-01T00:00:00Z\n")),
				"a0.png had the label \"b\""),
			row(NOISE, "input={tmp}/in action=flip folds=2" + OUT, scene -> scene.gray("in/x/a.png", 64, 64).gray("in/y/b.png",
				64, 64).gray("in/z/c.png", 64, 64), "action=flip", "x, y, z"),
			row(NOISE, "input={tmp}/in unit=testis folds=2" + OUT, scene -> scene.gray("in/x/a.png", 64, 64).gray("in/y/b.png",
				64, 64), "unit=testis", "patient and side"),
			row(EXPLAIN, "model={tmp}/w.safetensors input={tmp}/in" + OUT, IMAGE.andThen(scene -> scene.text("w.safetensors",
				"{}")), "w.safetensors"),
			row(FILTER, BY_MODEL, SETS.andThen(scene -> scene.gray("fake/large.png", 64, 64)), "different sizes", "64 x 64",
				"32 x 32", "Crop Ultrasound"),
			row(FILTER, "real={tmp}/one synthetic={tmp}/fake features={tmp}/model.safetensors" + OUT, SETS.andThen(scene -> scene
				.gray("one/a.png", 32, 32)), "real={tmp}/one is one image only"),
			row(FILTER, BY_MODEL + " k=3", SETS, "k=3 is out of range", "3 real images", "from 1 to 2"),
			row(FILTER, BY_MODEL + " k=1 sweep=1,4", SETS, "sweep=1,4", "from 1 to 2"),
			row(FILTER, "real={tmp}/real synthetic={tmp}/real features={tmp}/model.safetensors" + OUT, SETS,
				"among the real and the synthetic"),
			row(FILTER, BY_MODEL + " k=1", SETS, "model.safetensors"),
			row(FILTER, BY_MODEL + " k=1 release={tmp}/released", SETS, "release={tmp}/released", "3 real images of 3 patients"),
			row(FILTER, BY_MODEL + " k=1 release={tmp}/real/set", SETS, "release={tmp}/real/set lies in the input folder"),
			row(FILTER, BY_MODEL + " k=1 release={tmp}/out/set", SETS, "release={tmp}/out/set", "output={tmp}/out"),
			row(EVALUATE, BY_MODEL + " k=1 batches=2 batchsize=2", SETS, "batches=2 of batchsize=2 are 4 real images", "there are 3",
				"batches=1"),
			row(EVALUATE, BY_MODEL, SETS, "k=3 is out of range", "3 real images"),
			row(GENERATE, "model={tmp}/in/a.png" + OUT, IMAGE, "{tmp}/in/a.png"),
			row(CLASSIFY, "model={tmp}/w.pt input={tmp}/in" + OUT, IMAGE.andThen(scene -> scene.text("w.pt", "x")), "w.pt"));
	}
}

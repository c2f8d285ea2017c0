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
package io.sonoflow.run;

import java.nio.file.Path;
import java.util.List;

/**
 * A command that is killed, small enough to take seconds.
 *
 * @param name of its output folder; also what others call its result by
 * @param label in the menu
 * @param keys without output, seed, device and shard; {@code {root}} is the folder with what others wrote
 * @param computes whether it has the keys device and seed
 * @param shards number of processes that share the work
 */
record KilledCommand(String name, String label, String keys, boolean computes, int shards) {

	/** In an order in which each finds what it reads. */
	static final List<KilledCommand> ALL = List.of(of("screens", "Make Phantoms...", "patients=8 size=192 noise=0.1 seed=1"),
		of("phantoms", "Make Phantoms...", "patients=10 size=128 screens=false noise=0.1 seed=1"), of("crop",
			"Crop Ultrasound...", "input=[{root}/screens/dataset.csv]"), of("crop-masks", "Crop Ultrasound...",
				"input=[{root}/screens/dataset.csv] size=64"), of("marks", "Insert Markers...",
					"input=[{root}/phantoms/dataset.csv] biased=0.8 seed=2"), network("classifier", "Train Classifier...",
						"input=[{root}/phantoms/dataset.csv] size=64 epochs=20 batch=8"), network("cross-validation",
							"Cross-Validate Classifier...", "input=[{root}/phantoms/dataset.csv] size=32 epochs=8 batch=8 folds=2 seeds=2"),
		network("cross-validation-shards", "Cross-Validate Classifier...",
			"input=[{root}/phantoms/dataset.csv] size=32 epochs=8 batch=8 folds=2 seeds=2").sharded(2), network("labels",
				"Filter Noisy Labels...", "input=[{root}/phantoms/dataset.csv] size=32 epochs=6 batch=8 folds=2 seeds=2 count=1"),
		network("labels-shards", "Filter Noisy Labels...",
			"input=[{root}/phantoms/dataset.csv] size=32 epochs=6 batch=8 folds=2 seeds=2 count=1").sharded(2), network("diffusion",
				"Train Diffusion...", "input=[{root}/crop-masks/dataset.csv] size=64 base=16 multipliers=1,2,2 blocks=1 attention=16 " +
					"heads=2 timesteps=50 steps=40 batch=4 every=10 samples=2 rate=1e-3 ema=0.9"), network("generated",
						"Generate Ultrasound...", "model=[{root}/diffusion/model.safetensors] count=24 batch=2 sampler=ddim steps=12"),
		network("generated-shards", "Generate Ultrasound...",
			"model=[{root}/diffusion/model.safetensors] count=24 batch=2 sampler=ddpm steps=12").sharded(3), network("encoder",
				"Pretrain Encoder...", "input=[{root}/phantoms/dataset.csv] size=32 batch=8 chunk=4 steps=24 every=8 projection=32 " +
					"probe=[{root}/phantoms/dataset.csv]"), network("evaluated", "Evaluate Synthetic...",
						"real=[{root}/crop-masks/dataset.csv] synthetic=[{root}/generated/dataset.csv] " +
							"features=[{root}/classifier/model.safetensors]"), network("filtered", "Filter Synthetic...",
								"real=[{root}/crop-masks/dataset.csv] synthetic=[{root}/generated/dataset.csv] k=3 sweep=2,3,5 " +
									"features=[{root}/classifier/model.safetensors]"), network("explained", "Explain Classification...",
										"model=[{root}/classifier/model.safetensors] input=[{root}/phantoms/dataset.csv] count=8 method=scorecam"),
		of("report", "Sonoflow Report...", "input=[{root}/classifier,{root}/cross-validation,{root}/labels,{root}/diffusion," +
			"{root}/evaluated,{root}/filtered,{root}/explained,{root}/encoder]"));

	private static KilledCommand of(final String name, final String label, final String keys) {
		return new KilledCommand(name, label, keys, false, 1);
	}

	private static KilledCommand network(final String name, final String label, final String keys) {
		return new KilledCommand(name, label, keys, true, 1);
	}

	private KilledCommand sharded(final int count) {
		return new KilledCommand(name, label, keys, computes, count);
	}

	/**
	 * @param inputs folder with what others wrote
	 * @param output where to
	 * @param shard number of the process, from 1
	 * @return the keys as in a macro
	 */
	String options(final Path inputs, final Path output, final int shard) {
		return keys.replace("{root}", inputs.toString()) + " output=[" + output + "]" + (computes ? " device=cpu seed=3" : "") +
			(shards > 1 ? " shard=" + shard + "/" + shards : "");
	}

	/** {@return the name of the record of a shard} */
	String record(final int shard) {
		return shards == 1 ? RunJson.FILE : "run.shard-" + shard + "-of-" + shards + ".json";
	}
}

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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

	/**
	 * In an order in which each finds what it reads. Name, label, keys; {@code n} if it has device and seed; shards. Words are
	 * put in for what recurs.
	 */
	private static final String TABLE = """
		screens           | Make Phantoms...             |   | 1 | patients=8 size=192 noise=0.1 seed=1
		phantoms          | Make Phantoms...             |   | 1 | patients=10 size=128 screens=false noise=0.1 seed=1
		crop              | Crop Ultrasound...           |   | 1 | input=SCREENS
		squares           | Crop Ultrasound...           |   | 1 | input=SCREENS size=64
		marks             | Insert Markers...            |   | 1 | input=PHANTOMS biased=0.8 seed=2
		classifier        | Train Classifier...          | n | 1 | input=PHANTOMS size=32 epochs=8 batch=8
		validation        | Cross-Validate Classifier... | n | 1 | input=PHANTOMS size=32 epochs=3 batch=8 folds=2 seeds=2
		validation-shards | Cross-Validate Classifier... | n | 2 | input=PHANTOMS size=32 epochs=3 batch=8 folds=2 seeds=2
		labels            | Filter Noisy Labels...       | n | 1 | input=PHANTOMS size=32 epochs=3 batch=8 folds=2 seeds=2
		labels-shards     | Filter Noisy Labels...       | n | 2 | input=PHANTOMS size=32 epochs=3 batch=8 folds=2 seeds=2
		diffusion         | Train Diffusion...           | n | 1 | input=SQUARES UNET steps=20 batch=2 every=5 samples=2 rate=1e-3
		generated         | Generate Ultrasound...       | n | 1 | model=DIFFUSION count=12 batch=2 sampler=ddim steps=12
		generated-shards  | Generate Ultrasound...       | n | 3 | model=DIFFUSION count=12 batch=2 sampler=ddpm steps=12
		encoder           | Pretrain Encoder...          | n | 1 | input=PHANTOMS probe=PHANTOMS size=32 batch=8 chunk=4 LENGTH
		masked            | Pretrain Masked Autoencoder... | n | 1 | input=PHANTOMS probe=PHANTOMS size=32 batch=8 MASKED
		evaluated         | Evaluate Synthetic...        | n | 1 | real=SQUARES synthetic=GENERATED features=CLASSIFIER
		filtered          | Filter Synthetic...          | n | 1 | real=SQUARES synthetic=GENERATED features=CLASSIFIER k=3 sweep=2,3
		explained         | Explain Classification...    | n | 1 | input=PHANTOMS model=CLASSIFIER count=8 method=scorecam
		report            | Sonoflow Report...           |   | 1 | input=[{root}/classifier,{root}/validation,RUNS] names=keep
		""";

	private static final Pattern ROOT = Pattern.compile("\\{root\\}/([a-z-]+)");

	private static final Map<String, String> WORDS = Map.of("SCREENS", "[{root}/screens/dataset.csv]", "PHANTOMS",
		"[{root}/phantoms/dataset.csv]", "SQUARES", "[{root}/squares/dataset.csv]", "DIFFUSION",
		"[{root}/diffusion/model.safetensors]", "CLASSIFIER", "[{root}/classifier/model.safetensors]", "GENERATED",
		"[{root}/generated/dataset.csv]", "UNET",
		"size=64 base=32 multipliers=1,2 blocks=1 attention=32 heads=2 timesteps=50 ema=0.9", "MASKED",
		"backbone=vit-tiny16 decoderdepth=1 decoderwidth=32 steps=20 every=5", "LENGTH",
		"steps=12 every=4 projection=32", "RUNS",
		"{root}/labels,{root}/diffusion,{root}/encoder,{root}/evaluated,{root}/filtered,{root}/explained");

	private static final List<KilledCommand> ALL = TABLE.lines().map(KilledCommand::of).toList();

	/** {@return the commands of these names and those whose results they read} */
	static List<KilledCommand> neededFor(final String names) {
		final Set<String> needed = new HashSet<>();
		for (int i = ALL.size() - 1; i >= 0; i--) {
			final KilledCommand command = ALL.get(i);
			if (!command.name.matches(names) && !needed.contains(command.name)) continue;
			needed.add(command.name);
			ROOT.matcher(command.keys).results().forEach(read -> needed.add(read.group(1)));
		}
		return ALL.stream().filter(command -> needed.contains(command.name)).toList();
	}

	private static KilledCommand of(final String line) {
		final String[] cells = line.split("\\s*\\|\\s*");
		String keys = cells[4];
		for (final Map.Entry<String, String> word : WORDS.entrySet())
			keys = keys.replaceAll("\\b" + word.getKey() + "\\b", word.getValue());
		return new KilledCommand(cells[0], cells[1], keys, cells[2].equals("n"), Integer.parseInt(cells[3]));
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

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
package io.sonoflow;

import io.sonoflow.diffusion.SamplerBench;
import io.sonoflow.image.crop.CropBenchmark;
import io.sonoflow.image.doppler.DopplerBenchmark;
import io.sonoflow.legacy.launch.ScaleBench;
import io.sonoflow.nn.FoldingBench;
import io.sonoflow.nn.LossBench;
import io.sonoflow.nn.SpeedBench;
import io.sonoflow.nn.WaitPolicyBench;
import io.sonoflow.read.video.ClipBench;
import io.sonoflow.step.clip.ClipMemoryBench;
import io.sonoflow.step.generate.PhantomQuality;
import io.sonoflow.step.translate.CodecFlicker;
import io.sonoflow.train.LoaderBench;
import io.sonoflow.train.MemoryBench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The benchmarks by name: {@code mvn -q -Pbench -Dbench=NAME}, with {@code -Dargs="..."} for what a program's own description
 * says it takes. Without a name, or with one that does not exist, all are listed with the time they take on 2 cores.
 */
public final class Bench {

	private static final Map<String, Entry> ALL = new LinkedHashMap<>();

	static {
		add("speed", "networks against TorchScript, then crop: under 10 minutes", arguments -> {
			SpeedBench.main(arguments);
			CropBenchmark.main("speed");
		});
		add("crop", "screens a second and core: 1 minute", arguments -> CropBenchmark.main("speed"));
		add("folding", "what each idea gives where ResNets do not learn: 1 minute", FoldingBench::main);
		add("losses", "losses over 20 steps beside TorchScript's: 1 minute; with -Dargs=\"64 float64\" beside exact ones: 15",
			LossBench::main);
		add("loader", "the network's share beside its loader, for classifiers and pretraining: 10 minutes", LoaderBench::main);
		add("wait", "threads that spin and that sleep, on quiet and busy cores: 5 minutes", WaitPolicyBench::main);
		add("samplers", "images a second of each sampler: 3 minutes", SamplerBench::main);
		add("quality", "KID and speckle of generated phantoms; needs -Dargs: 20 minutes for 512 images of dpm++ and 64 px",
			PhantomQuality::main);
		add("clips", "decoding of clips; needs -Dargs=FOLDER of clips: 1 minute for 50", ClipBench::main);
		add("doppler", "taking the colour out of clips: 1 minute", DopplerBenchmark::main);
		add("memory", "whether the memory of trainings grows: three quarters of an hour", MemoryBench::main);
		add("clipmemory", "memory of commands on long clips: an hour and a half", ClipMemoryBench::main);
		add("codecflicker", "how much a codec changes the flicker of clips: a quarter of a minute", CodecFlicker::main);
		add("scale", "every command on 100, 1,000 and 10,000 images: one and a half hours", ScaleBench::main);
	}

	private Bench() {
	}

	/** The main method of one. */
	private interface Benchmark {

		void run(String... args) throws Exception;
	}

	/** @param about what it measures, and how long that takes */
	private record Entry(String about, Benchmark program) {
	}

	private static void add(final String name, final String about, final Benchmark program) {
		ALL.put(name, new Entry(about, program));
	}

	/** @param args name, then what it takes */
	public static void main(final String... args) throws Exception {
		final Entry found = args.length == 0 ? null : ALL.get(args[0]);
		if (found == null) {
			System.err.println("-Dbench=" + (args.length == 0 ? "" : args[0]) + ": there is no such benchmark. There are:");
			ALL.forEach((name, entry) -> System.err.println("  " + name + "  " + entry.about));
			System.exit(1);
		}
		else found.program.run(Arrays.stream(args, 1, args.length).filter(each -> !each.isEmpty()).flatMap(each -> Arrays.stream(each
			.split(" +"))).toArray(String[]::new));
	}
}

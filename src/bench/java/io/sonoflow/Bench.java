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

import io.sonoflow.image.crop.CropBenchmark;
import io.sonoflow.image.doppler.DopplerBenchmark;
import io.sonoflow.legacy.launch.ScaleBench;
import io.sonoflow.nn.SpeedBench;
import io.sonoflow.read.video.ClipBench;
import io.sonoflow.step.clip.ClipMemoryBench;
import io.sonoflow.train.MemoryBench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The benchmarks by name: {@code mvn -q -Pbench -Dbench=NAME}. */
public final class Bench {

	private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.of("speed", arguments -> {
		SpeedBench.main(arguments);
		CropBenchmark.main("speed");
	}, "clips", ClipBench::main, "clipmemory", ClipMemoryBench::main, "crop", arguments -> CropBenchmark.main("speed"), "doppler",
		DopplerBenchmark::main, "memory", MemoryBench::main, "scale", ScaleBench::main));

	private Bench() {
	}

	/** The main method of one. */
	private interface Benchmark {

		void run(String... args) throws Exception;
	}

	/** @param args name, then what it takes */
	public static void main(final String... args) throws Exception {
		final Benchmark benchmark = args.length == 0 ? null : ALL.get(args[0]);
		if (benchmark == null) {
			System.err.println("-Dbench=" + (args.length == 0 ? "" : args[0]) + ": there is no such benchmark. There are: " + String
				.join(", ", ALL.keySet()) + ".");
			System.exit(1);
		}
		else benchmark.run(Arrays.stream(args, 1, args.length).filter(each -> !each.isEmpty()).toArray(String[]::new));
	}
}

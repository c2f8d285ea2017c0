package io.sonoflow.diffusion;

import io.sonoflow.nn.unet.UNetBenchmark;

import java.io.IOException;

/**
 * All speed figures of the diffusion model, in less than four minutes of a machine with nothing else to do.
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.diffusion.DiffusionBench
 * </pre>
 */
public final class DiffusionBench {

	private DiffusionBench() {
	}

	/** @param arguments threads (1), rounds of the network (7) */
	public static void main(final String[] arguments) throws IOException, InterruptedException {
		final int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
		final int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
		UNetBenchmark.run(threads, rounds, 64, 64, 8);
		SamplerBench.run(threads, 32, 4, 100);
	}
}

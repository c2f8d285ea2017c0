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
package io.sonoflow.nn.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;

import com.sun.jna.Platform;

import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** PyTorch takes the cores of its task. In processes of their own. */
class ThreadShareTest {

	private static String child(final Map<String, String> environment) throws IOException, InterruptedException {
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
			System.getProperty("java.class.path"), ThreadShareTest.class.getName());
		builder.environment().keySet().removeAll(List.of(ThreadShare.VARIABLE, ThreadShare.SHARE));
		builder.environment().putAll(environment);
		final Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		process.waitFor();
		return said;
	}

	@Test
	void aTaskTakesItsShare() throws IOException, InterruptedException {
		assumeTrue(!Platform.isWindows() && Runtime.getRuntime().availableProcessors() > 1);
		final String found = child(Map.of(ThreadShare.SHARE, "1"));
		assertTrue(found.startsWith("1: cpu (1 thread as SLURM_CPUS_PER_TASK says, "), found);
	}

	@Test
	void theUsersWordCounts() throws IOException, InterruptedException {
		final String found = child(Map.of(ThreadShare.SHARE, "1", ThreadShare.VARIABLE, "2"));
		assertTrue(found.startsWith("2: cpu (2 threads, "), found);
	}

	@Test
	void onlyFewerThanThereAre() {
		assertTrue(ThreadShare.isLess(" 3 ", 4));
		for (final String other : new String[] { "4", "16", "0", "-1", "2(x3)", "" })
			assertFalse(ThreadShare.isLess(other, 4), other);
		assertEquals("OMP_NUM_THREADS", ThreadShare.VARIABLE);
	}

	/** Says how many threads PyTorch has taken. */
	public static void main(final String[] args) {
		System.out.println(Torch.threads() + ": " + Devices.describe(Device.cpu()));
	}
}

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
package io.sonoflow.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

import io.sonoflow.nn.cpu.InstructionSet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** PyTorch's threads sleep while they wait, unless the user wants it otherwise. In processes of their own. */
class WaitPolicyTest {

	private static String child(final String policy) throws IOException, InterruptedException {
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
			System.getProperty("java.class.path"), WaitPolicyTest.class.getName());
		builder.environment().remove(WaitPolicy.VARIABLE);
		builder.environment().remove(WaitPolicy.LOOKS);
		if (policy != null) builder.environment().put(WaitPolicy.VARIABLE, policy);
		final Process process = builder.start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		process.waitFor();
		return said;
	}

	@Test
	void theyAreMadeToSleep() throws IOException, InterruptedException {
		assumeFalse(Platform.isWindows());
		final String looks = InstructionSet.isByIntel() ? "10000" : "100000";
		assertEquals("PASSIVE true " + looks, child(null));
	}

	@Test
	void theUsersWordCounts() throws IOException, InterruptedException {
		assertEquals("active false null", child("active"));
		assertEquals("passive true null", child("passive"));
	}

	/** Says what a library that is loaded now would find. */
	public static void main(final String[] args) {
		WaitPolicy.prepare();
		System.out.println(found(WaitPolicy.VARIABLE) + " " + WaitPolicy.isPassive() + " " + found(WaitPolicy.LOOKS));
	}

	private static String found(final String variable) {
		return Platform.isWindows() ? System.getenv(variable) : NativeLibrary.getProcess().getFunction("getenv").invokeString(
			new Object[] { variable }, false);
	}
}

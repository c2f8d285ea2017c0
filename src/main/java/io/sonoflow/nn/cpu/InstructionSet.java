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

import com.sun.jna.Platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of the CPU's instructions oneDNN, PyTorch's convolutions, may use. Some virtual machines hide the CPU's caches. oneDNN
 * takes them for 0 bytes then, and where it divides its work by them convolutions give wrong numbers without a word, or end the
 * JVM (PyTorch 2.7.1: of 3,807 convolutions of 1 to 64 channels the results or gradients of 760 were wrong with AVX, 1,360 with
 * AVX2, 1,690 with AVX-512). Its code for SSE4.1 does not ask for them and is right, at a third of the speed.
 */
public final class InstructionSet {

	/** The environment variable of oneDNN. */
	public static final String VARIABLE = "ONEDNN_MAX_CPU_ISA";

	/** The value that is right everywhere. */
	public static final String SAFE = "SSE41";

	/** Linux has this file if the CPU tells its caches. */
	private static final Path FIRST_CACHE = Path.of("/sys/devices/system/cpu/cpu0/cache/index0/size");

	private static final Path CPUS = Path.of("/proc/cpuinfo");

	/** Of Intel's and AMD's CPUs, and of Arm's. */
	private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16", "bf16");

	private static boolean limited;

	private InstructionSet() {
	}

	/**
	 * Where the CPU is known to hide its caches, keeps oneDNN to what is right there, unless the user has chosen. To be called
	 * before PyTorch is loaded; later it changes nothing.
	 */
	public static synchronized void prepare() {
		if (!Platform.isLinux() || !Platform.isIntel() || Files.exists(FIRST_CACHE) || System.getenv(VARIABLE) != null) return;
		limited = Variables.set(VARIABLE, SAFE);
	}

	/** {@return whether oneDNN was kept to {@link #SAFE}} */
	public static synchronized boolean isLimited() {
		return limited;
	}

	/** {@return whether the CPU has instructions for bfloat16 that oneDNN may use; only on Linux can that be asked} */
	public static boolean hasBfloat16() {
		return !isLimited() && hasBfloat16(cpus());
	}

	/** {@return whether the CPU is made by Intel, not only like theirs; only on Linux can that be asked} */
	public static boolean isByIntel() {
		return isByIntel(cpus());
	}

	/** @param cpus as the file of Linux has it */
	static boolean isByIntel(final String cpus) {
		return cpus.lines().anyMatch(line -> line.matches("vendor_id\\s*:\\s*GenuineIntel\\s*"));
	}

	/** {@return what Linux says of the cores; elsewhere nothing} */
	private static String cpus() {
		try {
			return Files.readString(CPUS);
		}
		catch (final IOException e) {
			return "";
		}
	}

	/** @param cpus as the file of Linux has it: a line of flags or features for each core */
	static boolean hasBfloat16(final String cpus) {
		return cpus.lines().filter(line -> line.matches("(flags|Features)\\s*:.*")).flatMap(line -> Stream.of(line.split("\\s+")))
			.anyMatch(BFLOAT16::contains);
	}

	/** {@return whether oneDNN finds the CPU's caches; only on Linux can that be asked} */
	public static boolean knowsCaches() {
		return knowsCaches(FIRST_CACHE);
	}

	static boolean knowsCaches(final Path firstCache) {
		return Files.isRegularFile(firstCache);
	}
}

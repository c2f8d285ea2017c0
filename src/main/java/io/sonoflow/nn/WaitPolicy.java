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

import io.sonoflow.nn.cpu.InstructionSet;
import io.sonoflow.nn.cpu.Variables;

import java.util.Optional;

/**
 * How PyTorch's threads wait for each other: OpenMP's spin, and where other programs want the cores, too, they take them from
 * the threads that they wait for, so that a step takes 6 to 20 times as long. Asleep they take nothing from others, but waking
 * them after each of the short operators of small images takes an eighth of a step. So they look for about a millisecond, which
 * is longer than the pauses between operators and shorter than what the system gives a thread at a time, and then sleep. OpenMP
 * reads its variables when it is loaded; so they are set before that, unless the user has set them.
 */
public final class WaitPolicy {

	/** The environment variable of OpenMP. */
	public static final String VARIABLE = "OMP_WAIT_POLICY";

	/** Threads that wait sleep. */
	public static final String PASSIVE = "PASSIVE";

	/** The environment variable of GNU's OpenMP, which PyTorch for Linux has: how often a thread looks before it sleeps. */
	public static final String LOOKS = "GOMP_SPINCOUNT";

	/**
	 * Measured (WaitPolicyBench). AMD: with 300,000 busy cores cost as much as with threads that never sleep. Intel, where a look
	 * is a pause about ten times as long: with 30,000 and 100,000 they do so now and then, with 10,000 never.
	 */
	private static final String SHORT_LOOKS = "100000", LONG_LOOKS = "10000";

	/** What was put into the environment of this process; null = nothing. */
	private static String set;

	private WaitPolicy() {
	}

	/** To be called before PyTorch is loaded; later it changes nothing. On Windows nothing is changed. */
	static synchronized void prepare() {
		if (System.getenv(VARIABLE) != null || set != null || !Variables.set(VARIABLE, PASSIVE)) return;
		set = PASSIVE;
		if (System.getenv(LOOKS) == null) Variables.set(LOOKS, looks());
	}

	/** {@return how often waiting threads look before they sleep where the user says nothing: about a millisecond} */
	public static String looks() {
		return InstructionSet.isByIntel() ? LONG_LOOKS : SHORT_LOOKS;
	}

	/** {@return the value that PyTorch has found, in the user's spelling; empty = none} */
	public static synchronized Optional<String> value() {
		return Optional.ofNullable(System.getenv(VARIABLE)).or(() -> Optional.ofNullable(set));
	}

	/** {@return whether waiting threads sleep} */
	public static boolean isPassive() {
		return value().filter(PASSIVE::equalsIgnoreCase).isPresent();
	}
}

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

/**
 * How many threads PyTorch takes on a cluster. Where SLURM does not bind a task to its cores, PyTorch sees all of the node and
 * takes a thread for each; threads beyond the task's share wait for each other and for those of other tasks. OpenMP reads its
 * variable when it is loaded, so it is set before that, unless the user has set it. The load of the machine is not looked at:
 * the last bits of a result depend on the number of threads, and must not depend on what else runs.
 */
public final class ThreadShare {

	/** The environment variable of OpenMP. */
	public static final String VARIABLE = "OMP_NUM_THREADS";

	/** SLURM's environment variable: cores of a task. */
	public static final String SHARE = "SLURM_CPUS_PER_TASK";

	private static boolean limited;

	private ThreadShare() {
	}

	/** To be called before PyTorch is loaded; later it changes nothing. On Windows nothing is changed. */
	public static synchronized void prepare() {
		final String share = System.getenv(SHARE);
		if (share == null || System.getenv(VARIABLE) != null || Platform.isWindows() || !isLess(share, Runtime.getRuntime()
			.availableProcessors())) return;
		limited = Variables.set(VARIABLE, share.strip());
	}

	/** {@return whether a share is a number of cores, and fewer than there are} */
	static boolean isLess(final String share, final int processors) {
		return share.strip().matches("[1-9]\\d{0,4}") && Integer.parseInt(share.strip()) < processors;
	}

	/** {@return whether PyTorch was kept to the task's share} */
	public static synchronized boolean isLimited() {
		return limited;
	}
}

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

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * What becomes of memory that PyTorch frees. glibc's allocator gives large blocks back to the system at once; the next step asks
 * for them again, and the system fills each page with zeros anew: a tenth of a training step of small images. So it is told to
 * keep them while something runs, unless the user's environment says how, and to give them back in the end.
 * <p>
 * Blocks above {@link #LARGEST}, as images of 224 pixels need them, are not kept so: glibc gives heaps of 64 MB back as a whole.
 * PyTorch is told to ask for them in huge pages (2 MB), so that a block comes in a few turns instead of in ten thousand: on a
 * virtual machine, where each turn is dear, a training step of 224 pixels takes a third less.
 */
public final class FreedMemory {

	/** glibc's own words: how much free memory at the end of the heap, and how large a block by itself, goes back at once. */
	private static final int TRIM_THRESHOLD = -1, MMAP_THRESHOLD = -3;

	/** Read by PyTorch at its first array. */
	private static final String HUGE_PAGES = "THP_MEM_ALLOC_ENABLE";

	/** The largest block that glibc takes from its heap, bytes. */
	private static final int LARGEST = 32 << 20;

	private static boolean kept;

	private FreedMemory() {
	}

	/** To be called before PyTorch is loaded. Where there is no glibc nothing is changed. */
	public static synchronized void prepare() {
		if (kept || !Platform.isLinux()) return;
		if (System.getenv(HUGE_PAGES) == null) Variables.set(HUGE_PAGES, "1");
		if (System.getenv().keySet().stream().anyMatch(FreedMemory::isUsers)) return;
		kept = tell("mallopt", MMAP_THRESHOLD, LARGEST) && tell("mallopt", TRIM_THRESHOLD, Integer.MAX_VALUE);
	}

	/** {@return whether an environment variable is one by which the user has told glibc, or taken another allocator} */
	static boolean isUsers(final String variable) {
		return variable.startsWith("MALLOC_") || variable.equals("GLIBC_TUNABLES") || variable.equals("LD_PRELOAD");
	}

	/** Gives back what is free; where nothing is kept there is nothing to give. */
	public static synchronized void giveBack() {
		if (kept) tell("malloc_trim", 0);
	}

	private static boolean tell(final String function, final Object... arguments) {
		try {
			return NativeLibrary.getProcess().getFunction(function).invokeInt(arguments) == 1;
		}
		catch (final LinkageError | RuntimeException e) {
			// Another C library: it does as it does.
			return false;
		}
	}

	/** {@return whether freed memory is kept while something runs} */
	public static synchronized boolean isKept() {
		return kept;
	}
}

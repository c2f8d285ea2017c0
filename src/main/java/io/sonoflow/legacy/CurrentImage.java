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
package io.sonoflow.legacy;

import ij.ImagePlus;
import ij.WindowManager;

import io.sonoflow.SonoflowException;

import java.lang.reflect.Field;
import java.util.Map;

/**
 * A macro's current image, for a command that runs in another thread. In batch mode ImageJ keeps it by thread, and Fiji runs each
 * command in a thread of its own: without this a command would see another image than the macro selected, and the macro would go
 * on with the image that was current before, and save that.
 *
 * <pre>
 * final CurrentImage image = CurrentImage.from(threads.getParent(null));
 * try {
 * 	command.run();
 * }
 * finally {
 * 	image.giveBack();
 * }
 * </pre>
 */
public final class CurrentImage {

	private static final String TABLE = "tempImageTable";

	private final Thread macro;
	private final ImagePlus before;

	private CurrentImage(final Thread macro, final ImagePlus before) {
		this.macro = macro;
		this.before = before;
	}

	/**
	 * Makes the macro's current image that of this thread.
	 *
	 * @param macro the thread that waits for this one; null or this thread = there is no other
	 * @return to be given back after the command
	 */
	public static CurrentImage from(final Thread macro) {
		final boolean other = macro != null && macro != Thread.currentThread() && Host.isMacro();
		if (!other) return new CurrentImage(null, null);
		// Only in batch mode it is the thread's: else it is that of the window in front, for every thread.
		final Field table = table();
		if (table == null && !Host.isBatch()) return new CurrentImage(null, null);
		final ImagePlus current = ofThread(table, macro);
		// Also if there is none: the thread may have run another command before.
		WindowManager.setTempCurrentImage(Thread.currentThread(), current);
		return new CurrentImage(macro, current);
	}

	/** {@return the image that is current in a thread alone, null if there is none; ImageJ tells it of the running thread only} */
	private static ImagePlus ofThread(final Field table, final Thread thread) {
		try {
			if (table != null) return (ImagePlus) ((Map<?, ?>) table.get(null)).get(thread);
		}
		catch (final IllegalAccessException e) {
			// As if there were none.
		}
		throw new SonoflowException.Input("Which image a macro in batch mode has in hand, this version of ImageJ does not tell " +
			"(its WindowManager has no " + TABLE + "), and another image must not be taken for it. Run the macro without " +
			"setBatchMode, or give files (input=, output=).");
	}

	/** {@return where ImageJ keeps them; null in a version that has no such field} */
	private static Field table() {
		try {
			final Field table = WindowManager.class.getDeclaredField(TABLE);
			table.setAccessible(true);
			return table;
		}
		catch (final NoSuchFieldException | RuntimeException e) {
			return null;
		}
	}

	/** Makes what the command showed current in the macro. */
	public void giveBack() {
		if (macro == null) return;
		final ImagePlus after = WindowManager.getTempCurrentImage();
		if (after != null && after != before) WindowManager.setTempCurrentImage(macro, after);
		WindowManager.setTempCurrentImage(Thread.currentThread(), null);
	}
}

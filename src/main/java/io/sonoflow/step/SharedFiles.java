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
package io.sonoflow.step;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Opened;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Holds what several processes did with the files of one data set against each other: what one can use, all must. */
public final class SharedFiles {

	private static final String ADVICE = " Processes that share a run must be able to read the same files: see that this one has " +
		"the same libraries and access as the others and run it again; or run without shard where all can be read.";

	private SharedFiles() {
		// prevent instantiation
	}

	/**
	 * @param opened what this process found
	 * @param name of a file, by its place in the data set
	 * @param done whether there is a part of a file
	 * @throws SonoflowException.File if another process did a file that this one cannot use
	 */
	public static void requireUsable(final Opened<?> opened, final IntFunction<String> name, final IntPredicate done) {
		final int[] unusable = opened.unusable();
		final List<List<String>> reasons = opened.review(name, UnaryOperator.identity());
		for (int i = 0; i < unusable.length; i++)
			if (done.test(unusable[i])) throw new SonoflowException.File(name.apply(unusable[i]) +
				" was done by another process of this run, but this one cannot use it: " + reasons.get(i).get(1) + ADVICE);
	}

	/**
	 * @param stored by what name a part knows its file; null = none, the part is of an earlier version
	 * @param expected the name here
	 * @return whether the part is of the file
	 * @throws SonoflowException.File if it is of another one
	 */
	public static boolean isOf(final String stored, final String expected) {
		if (stored == null || stored.equals(expected)) return stored != null;
		throw new SonoflowException.File("What another process of this run did under the name " + stored + " is named " + expected +
			" here: the two do not find the same files usable." + ADVICE);
	}
}

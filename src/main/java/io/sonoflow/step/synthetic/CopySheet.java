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
package io.sonoflow.step.synthetic;

import io.sonoflow.curate.copy.Flip;
import io.sonoflow.curate.copy.MemoryMatch;
import io.sonoflow.plot.sheet.Sheet;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The generated images that most look like copies, each beside the real image that it resembles.
 *
 * @param matches one a generated image
 * @param alarm chance below which an image counts as a copy: it gets a red frame
 */
record CopySheet(SyntheticSets sets, List<MemoryMatch> matches, double alarm) {

	/** Most pairs. */
	private static final int PAIRS = 12;

	private static final int COLUMNS = 6;
	private static final int CELL = 160;

	void write(final Path png) {
		final long copies = matches.stream().filter(match -> match.p() <= alarm).count();
		final Sheet sheet = new Sheet(COLUMNS).cell(CELL).title(copies + " of " + matches.size() +
			" taken for copies (red); each beside the real image it resembles most");
		IntStream.range(0, matches.size()).boxed().sorted(Comparator.<Integer>comparingDouble(i -> matches.get(i).p())
			.thenComparing(i -> i)).limit(PAIRS).forEach(i -> add(sheet, i));
		sheet.write(png);
	}

	private void add(final Sheet sheet, final int number) {
		final MemoryMatch match = matches.get(number);
		sheet.add(sets.syntheticImage(number), String.format(Locale.ROOT, "generated, p = %.1g", match.p()), match
			.p() <= alarm ? Sheet.Frame.RED : Sheet.Frame.NONE);
		sheet.add(sets.realImage(match.nearest()), String.format(Locale.ROOT, "real, r = %.2f%s", match.similarity(),
			match.flip() == Flip.NONE ? "" : ", flipped"), Sheet.Frame.NONE);
	}
}

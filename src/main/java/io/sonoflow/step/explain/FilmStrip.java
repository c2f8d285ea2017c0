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
package io.sonoflow.step.explain;

import io.sonoflow.explain.HeatMap;
import io.sonoflow.image.Images;
import io.sonoflow.plot.sheet.Overlay;
import io.sonoflow.plot.sheet.Sheet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The frames of a clip that counted most, in their order, as they are and under their maps. */
final class FilmStrip {

	private static final int FRAMES = 6;
	private static final int CELL = 256;

	private final List<ExplainedFrame> best = new ArrayList<>();

	/** Takes a frame, if it is among those that counted most; of equal ones the first. */
	void add(final ExplainedFrame frame) {
		best.add(frame);
		if (best.size() <= FRAMES) return;
		best.remove(best.stream().min(Comparator.comparingDouble(ExplainedFrame::weight).thenComparingInt(each -> -each.place()))
			.orElseThrow());
	}

	/** {@return the sheet: a row of frames, and below it a row of their maps} */
	Sheet sheet(final ClipSource clip, final String title) {
		final Sheet sheet = new Sheet(best.size()).cell(CELL).title(title);
		best.forEach(frame -> sheet.add(frame.image(), clip.words(frame.place()), Sheet.Frame.NONE));
		for (final ExplainedFrame frame : best) {
			final String weight = String.format(Locale.ROOT, "weight %.1f %%", 100 * frame.weight());
			if (frame.state() != HeatMap.State.OK) sheet.add(frame.image(), weight + ", no map (" + frame.state().key() + ")",
				Sheet.Frame.NONE);
			else sheet.addColor(Overlay.of(frame.image(), Images.floats(frame.heat(), clip.width(), clip.height()), Overlay.STRENGTH),
				weight, Sheet.Frame.NONE);
		}
		return sheet;
	}
}

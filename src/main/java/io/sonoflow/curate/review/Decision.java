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
package io.sonoflow.curate.review;

import io.sonoflow.SonoflowException;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What one reader decided about one image.
 *
 * @param image as the data set names it
 * @param label that it had
 * @param verdict {@link #ACCEPT} (the proposed label is right), {@link #REJECT} (that which it has is), {@link #UNSURE}, or, of
 *          a reader who was shown neither, the label that he gives
 * @param by the reader
 * @param time ISO-8601, seconds
 * @param proposed the label that was proposed; empty if none was
 */
public record Decision(String image, String label, String verdict, String by, String time, String proposed) {

	public static final String ACCEPT = "accept";
	public static final String REJECT = "reject";
	public static final String UNSURE = "unsure";

	/** The columns of a table; proposed came to those that are agreed upon. */
	static final List<String> COLUMNS = List.of("image", "label", "decision", "by", "time", "proposed");

	/** {@return what a reader decides now} */
	public static Decision now(final ReviewItem item, final String verdict, final String by) {
		return new Decision(item.image(), item.label(), verdict, by, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
			item.proposed());
	}

	/** {@return the label that the image has by it; empty = he does not know} */
	public String decided() {
		return switch (verdict) {
			case ACCEPT -> proposed;
			case REJECT -> label;
			case UNSURE -> "";
			default -> verdict;
		};
	}

	List<String> row() {
		return List.of(image, label, verdict, by, time, proposed);
	}

	/** @throws SonoflowException.File if it decides nothing */
	static Decision of(final Path file, final int line, final List<String> cells) {
		final Decision decision = new Decision(cells.get(0), cells.get(1), cells.get(2).strip(), cells.get(3), cells.get(4), cells
			.get(5));
		if (decision.image.isEmpty() || decision.verdict.isEmpty()) throw new SonoflowException.File(file + ", line " + line +
			": " + (decision.image.isEmpty() ? "no image is named" : "nothing is decided of " + decision.image) +
			". Allowed are accept, reject, unsure or a label; mend or remove the row.");
		return decision;
	}
}

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
package io.sonoflow.step.data;

import io.sonoflow.file.Tables;
import io.sonoflow.run.RunFolder;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Extra images that resemble a tested one more than images of different patients do by chance, but not as surely as a copy:
 * they are left out of all trainings, and listed.
 *
 * @param searched whether copies were looked for
 * @param found what they resemble
 */
record ExtraCopies(boolean searched, List<Found> found) {

	/** The table. */
	static final String FILE = "extracopies.csv";

	/** Nothing is left out. */
	static final ExtraCopies NONE = new ExtraCopies(false, List.of());

	/**
	 * One that resembles a tested image.
	 *
	 * @param extra its number, from 0
	 * @param copy its name
	 * @param copylabel its label
	 * @param image name of the tested image
	 * @param patient whose that is
	 * @param label the tested image's
	 * @param similarity of the two, up to 1
	 * @param p probability of so much likeness between different patients
	 */
	record Found(int extra, String copy, String copylabel, String image, String patient, String label, double similarity,
		double p)
	{

		String describe() {
			return String.format(Locale.ROOT, "%s of %s (similarity %.2f, p %.1g)", copy, image, similarity, p);
		}

		private List<String> row() {
			return List.of(image, copy, patient, label, copylabel, String.format(Locale.ROOT, "%.4f", similarity), String.format(
				Locale.ROOT, "%.3g", p));
		}
	}

	/** {@return whether an extra image is left out} */
	boolean isLeftOut(final int extra) {
		return !found.isEmpty() && numbers().contains(extra);
	}

	private Set<Integer> numbers() {
		return found.stream().map(Found::extra).collect(Collectors.toSet());
	}

	/** Writes the table, its head also if there are none: so one sees that they were looked for. */
	void write(final RunFolder folder) {
		if (!searched) return;
		Tables.write(folder.resolve(FILE), List.of("image", "copy", "patient", "label", "copylabel", "similarity", "p"), found
			.stream().map(Found::row).toList());
		folder.figure("extra.leftout", numbers().size());
	}
}

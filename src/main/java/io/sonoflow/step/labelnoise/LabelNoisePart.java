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
package io.sonoflow.step.labelnoise;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import io.sonoflow.SonoflowException;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one training of the search for wrong labels leaves behind. It is written last and whole, so its presence means that
 * the training is finished; verdicts are always made from these files, so it does not matter who wrote them and when.
 *
 * @param key of what the training depends on
 * @param loss see {@link TrainingRecord}, as are the others
 */
record LabelNoisePart(String key, double[][] loss, double[][] margin, boolean[] judged, double[][] heldOut) {

	private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

	static void write(final Path file, final String key, final TrainingRecord record) {
		AtomicFiles.writeText(file, GSON.toJson(new LabelNoisePart(key, record.loss(), record.margin(), record.judged(), record
			.heldOut())) + "\n");
	}

	/**
	 * @param images how many the data set has
	 * @return the record, if it is there and was made by a training of this key
	 */
	static Optional<TrainingRecord> read(final Path file, final String key, final LabelNoiseTask task, final int images) {
		if (!Files.isRegularFile(file)) return Optional.empty();
		try {
			final LabelNoisePart part = GSON.fromJson(Files.readString(file), LabelNoisePart.class);
			return part != null && key.equals(part.key) && part.isWhole(images) ? Optional.of(new TrainingRecord(task.init(), task
				.seed(), task.fold(), part.loss, part.margin, part.judged, part.heldOut)) : Optional.empty();
		}
		catch (final JsonParseException e) {
			// Not ours, or edited: the training is done again.
			return Optional.empty();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + file + ": " + e.getMessage() + ".", e);
		}
	}

	private boolean isWhole(final int images) {
		return judged != null && judged.length == images && isTable(loss, images) && isTable(margin, images) && isTable(
			heldOut, images) && loss[0].length == margin[0].length;
	}

	private static boolean isTable(final double[][] table, final int images) {
		return table != null && table.length == images && Arrays.stream(table).allMatch(row -> row != null &&
			row.length == table[0].length);
	}
}

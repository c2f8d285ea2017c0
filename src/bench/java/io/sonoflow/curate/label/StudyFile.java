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
package io.sonoflow.curate.label;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * One data set of the study with its trainings, on disk: judges can be tried as often as one likes.
 *
 * @param name of the data set: kind, percent, seed
 * @param size side of the networks' input in pixels
 * @param truth class of each view
 * @param given label of each view
 * @param testes unit of each view
 * @param patients of each view
 * @param records of all trainings
 */
record StudyFile(String name, int size, int[] truth, int[] given, int[] testes, int[] patients,
	List<TrainingRecord> records)
{

	void write(final Path file) {
		final Path part = file.resolveSibling(file.getFileName() + ".part");
		try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(
			part)))))
		{
			out.writeUTF(name);
			out.writeInt(size);
			for (final int[] values : new int[][] { truth, given, testes, patients })
				write(out, values);
			out.writeInt(records.size());
			for (final TrainingRecord one : records) {
				out.writeInt(one.init());
				out.writeLong(one.seed());
				out.writeInt(one.fold());
				write(out, one.loss());
				write(out, one.margin());
				write(out, one.heldOut());
				for (final boolean judged : one.judged())
					out.writeBoolean(judged);
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		try {
			Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	static StudyFile read(final Path file) {
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(
			file)))))
		{
			final String name = in.readUTF();
			final int size = in.readInt();
			final int[][] columns = new int[4][];
			for (int i = 0; i < columns.length; i++)
				columns[i] = integers(in);
			final List<TrainingRecord> records = new ArrayList<>();
			for (int left = in.readInt(); left > 0; left--)
				records.add(training(in, columns[0].length));
			return new StudyFile(name, size, columns[0], columns[1], columns[2], columns[3], records);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static TrainingRecord training(final DataInputStream in, final int images) throws IOException {
		final int init = in.readInt();
		final long seed = in.readLong();
		final int fold = in.readInt();
		final double[][] loss = table(in);
		final double[][] margin = table(in);
		final double[][] heldOut = table(in);
		final boolean[] judged = new boolean[images];
		for (int i = 0; i < images; i++)
			judged[i] = in.readBoolean();
		return new TrainingRecord(init, seed, fold, loss, margin, judged, heldOut);
	}

	private static void write(final DataOutputStream out, final int[] values) throws IOException {
		out.writeInt(values.length);
		for (final int value : values)
			out.writeInt(value);
	}

	private static int[] integers(final DataInputStream in) throws IOException {
		final int[] values = new int[in.readInt()];
		for (int i = 0; i < values.length; i++)
			values[i] = in.readInt();
		return values;
	}

	private static void write(final DataOutputStream out, final double[][] rows) throws IOException {
		out.writeInt(rows.length);
		out.writeInt(rows[0].length);
		for (final double[] row : rows)
			for (final double value : row)
				out.writeDouble(value);
	}

	private static double[][] table(final DataInputStream in) throws IOException {
		final double[][] rows = new double[in.readInt()][in.readInt()];
		for (final double[] row : rows)
			for (int i = 0; i < row.length; i++)
				row[i] = in.readDouble();
		return rows;
	}

	/** {@return what a judge may know, the testes among it} */
	LabelEvidence evidence() {
		return new LabelEvidence(records, given, 2, testes);
	}

	/** {@return the same without knowing which views are of one testis} */
	LabelEvidence singleViews() {
		return new LabelEvidence(records, given, 2);
	}

	/** {@return whether all given labels are right} */
	boolean isClean() {
		return Arrays.equals(truth, given);
	}

	/** {@return whether each given label is wrong} */
	boolean[] wrong() {
		final boolean[] wrong = new boolean[truth.length];
		for (int i = 0; i < wrong.length; i++)
			wrong[i] = truth[i] != given[i];
		return wrong;
	}
}

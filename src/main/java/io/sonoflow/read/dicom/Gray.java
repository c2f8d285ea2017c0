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
package io.sonoflow.read.dicom;

import java.util.List;

/**
 * Stored grey values into levels of 0..255, as the standard's chain says (PS3.3 C.7.6.3, C.11): Modality LUT or rescale,
 * VOI LUT or the first window, Presentation LUT. Without a VOI LUT and a window, or with one that cannot be (width 0, decimal
 * commas), the full range of {@link Tag#STORED} is shown: the standard's identity, which depends on no frame's content.
 */
final class Gray {

	private final DataSet root;
	private final Picture picture;
	private final boolean inverse;
	private String cachedFor = "";
	private DataSet cachedTable;
	private byte[] cached;

	Gray(final DataSet root, final Picture picture) throws Refused {
		this.root = root;
		this.picture = picture;
		final String shape = root.text(Tag.PRESENTATION_SHAPE);
		if (!shape.isEmpty() && !shape.equals("IDENTITY") && !shape.equals("INVERSE")) throw Refused.unknown(
			Tag.PRESENTATION_SHAPE, shape);
		inverse = picture.photometric() == Picture.Photometric.MONOCHROME1 || shape.equals("INVERSE");
		final String presentation = root.text(Tag.PIXEL_PRESENTATION);
		if (root.has(Tag.RED_DESCRIPTOR) && (presentation.equals("COLOR") || presentation.equals("MIXED"))) throw Refused
			.unknown(Tag.PIXEL_PRESENTATION, presentation + " with " + picture.photometric() + " (colours above the grey values)");
	}

	/**
	 * @param precision see {@link StoredFrame}
	 * @return for each number of 8 or 16 bits its level
	 */
	byte[] levels(final int frame, final int precision) throws Refused {
		final DataSet transform = group(frame, Tag.FRAME_TRANSFORM);
		final DataSet voi = group(frame, Tag.FRAME_VOI);
		final String key = precision + " " + transform.text(Tag.SLOPE) + " " + transform.text(Tag.INTERCEPT) + " " + voi.text(
			Tag.WINDOW_CENTER) + " " + voi.text(Tag.WINDOW_WIDTH) + " " + voi.text(Tag.VOI_FUNCTION);
		final DataSet table = Shown.table(root, voi);
		if (cached == null || !key.equals(cachedFor) || table != cachedTable) {
			cached = levels(new Modality(root, transform, picture), voi, Math.min(precision, picture.stored()));
			cachedFor = key;
			cachedTable = table;
		}
		return cached;
	}

	/** {@return the functional group of the frame, or of all frames, or the data set itself} */
	private DataSet group(final int frame, final Tag tag) {
		final List<DataSet> frames = root.items(Tag.FRAME_GROUPS);
		if (frame < frames.size() && frames.get(frame).item(tag) != null) return frames.get(frame).item(tag);
		final DataSet shared = root.item(Tag.SHARED_GROUPS);
		if (shared != null && shared.item(tag) != null) return shared.item(tag);
		return root;
	}

	private byte[] levels(final Modality modality, final DataSet voi, final int bits) throws Refused {
		final Shown shown = Shown.of(root, voi, modality);
		final byte[] levels = new byte[1 << 8 * picture.bytes()];
		for (int i = 0; i < levels.length; i++) {
			int value = i >> picture.shift() & picture.mask();
			if (picture.signed()) value = value << 32 - bits >> 32 - bits;
			final double share = Math.max(0, Math.min(1, shown.share(modality.of(value))));
			final int level = (int) Math.floor(255 * share + 0.5);
			levels[i] = (byte) (inverse ? 255 - level : level);
		}
		return levels;
	}

	/** What a stored value measures: Modality LUT, or slope and intercept. */
	private static final class Modality {

		private final double slope;
		private final double intercept;
		private final int[] table;
		private final int first;
		/** The ends of what can come out. */
		private final double least;
		private final double most;

		Modality(final DataSet root, final DataSet transform, final Picture picture) throws Refused {
			final DataSet item = root.item(Tag.MODALITY_TABLES);
			final int lowest = picture.signed() ? -(picture.mask() / 2) - 1 : 0;
			final int highest = picture.signed() ? picture.mask() / 2 : picture.mask();
			slope = first(transform, Tag.SLOPE, 1);
			intercept = first(transform, Tag.INTERCEPT, 0);
			if (slope == 0) throw Refused.broken(Tag.SLOPE, 0);
			if (item == null) {
				table = null;
				first = 0;
				least = Math.min(slope * lowest, slope * highest) + intercept;
				most = Math.max(slope * lowest, slope * highest) + intercept;
				return;
			}
			final int[] descriptor = Table.descriptor(item, Tag.TABLE_DESCRIPTOR);
			table = Table.entries(item, Tag.TABLE, descriptor, Tag.TABLE_DESCRIPTOR);
			first = picture.signed() ? (short) descriptor[1] : descriptor[1];
			least = 0;
			most = (1 << descriptor[2]) - 1;
		}

		double of(final int value) {
			if (table == null) return slope * value + intercept;
			return table[Math.max(0, Math.min(table.length - 1, value - first))];
		}

		private static double first(final DataSet set, final Tag tag, final double missing) throws Refused {
			final double[] numbers = set.decimals(tag);
			return numbers.length == 0 ? missing : numbers[0];
		}
	}

	/** What share of the grey scale a measured value gets; beyond 0 and 1 it is cut. */
	private interface Shown {

		double share(double value);

		static Shown of(final DataSet root, final DataSet voi, final Modality modality) throws Refused {
			final DataSet item = table(root, voi);
			if (item != null) return table(item, modality.least < 0);
			final double[] centers = window(voi, Tag.WINDOW_CENTER);
			final double[] widths = window(voi, Tag.WINDOW_WIDTH);
			if (centers.length == 0 || widths.length == 0 || widths[0] < narrowest(voi)) return value -> (value -
				modality.least) / (modality.most - modality.least);
			return window(voi, centers[0], widths[0]);
		}

		/** {@return the VOI LUT, the data set's before the frame's own; null if there is none} */
		static DataSet table(final DataSet root, final DataSet voi) {
			return root.item(Tag.VOI_TABLES) != null ? root.item(Tag.VOI_TABLES) : voi.item(Tag.VOI_TABLES);
		}

		/** {@return its numbers; none if there is no window or one that nobody can read: some makers write decimal commas} */
		private static double[] window(final DataSet voi, final Tag tag) throws Refused {
			return voi.text(tag).matches("[-+.\\d\\\\ ]*\\d,\\d.*") ? new double[0] : voi.decimals(tag);
		}

		/** {@return least width of a window; makers write 0 where there is none} */
		private static double narrowest(final DataSet voi) {
			final String function = voi.text(Tag.VOI_FUNCTION);
			return function.isEmpty() || function.equals("LINEAR") ? 1 : Double.MIN_NORMAL;
		}

		private static Shown table(final DataSet item, final boolean signed) throws Refused {
			final int[] descriptor = Table.descriptor(item, Tag.TABLE_DESCRIPTOR);
			final int[] entries = Table.entries(item, Tag.TABLE, descriptor, Tag.TABLE_DESCRIPTOR);
			final int first = signed ? (short) descriptor[1] : descriptor[1];
			final double most = (1 << descriptor[2]) - 1;
			return value -> entries[(int) Math.max(0, Math.min(entries.length - 1L, Math.round(value) - first))] / most;
		}

		private static Shown window(final DataSet voi, final double center, final double width) throws Refused {
			final String function = voi.text(Tag.VOI_FUNCTION);
			return switch (function) {
				case "", "LINEAR" -> value -> linear(value - (center - 0.5), width - 1);
				case "LINEAR_EXACT" -> value -> linear(value - center, width);
				case "SIGMOID" -> value -> 1 / (1 + Math.exp(-4 * (value - center) / width));
				default -> throw Refused.unknown(Tag.VOI_FUNCTION, function);
			};
		}

		/** A window of width 0 is a threshold. */
		private static double linear(final double distance, final double width) {
			if (distance <= -width / 2) return 0;
			if (distance > width / 2) return 1;
			return (distance + width / 2) / width;
		}
	}
}

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
package io.sonoflow.image.phantom;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import java.util.List;
import java.util.Locale;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What ends up on disk for an exam: a single view, or a screenshot of the scanner with both views side by side at the
 * places where "Crop Ultrasound..." looks by default, header text, settings, grey scale, and a ruler in centimetres.
 *
 * @param image (x, y), 8-bit
 * @param mask (x, y), 255 in the organ, else 0
 */
public record ScannerScreen(ArrayImg<UnsignedByteType, ByteArray> image, ArrayImg<UnsignedByteType, ByteArray> mask) {

	/** Width and height of a screen in pixels. */
	public static final int WIDTH = 800, HEIGHT = 600;

	/** Where the transverse and the sagittal view stand on screens of the first site. */
	public static final List<Box> VIEWS = Scanner.of(0).views();

	private static final int TEXT = 205, DIM = 150;

	/** {@return one view of an exam, size by size, with its marks} */
	public static ScannerScreen single(final long seed, final Exam exam, final int view, final int size) {
		final ViewSpec spec = exam.view(seed, view, size);
		final Phantom phantom = Phantom.of(spec);
		if (exam.marked().get(view)) BurntMarks.burn(Images.pixels(phantom.image()), phantom, spec);
		return new ScannerScreen(phantom.image(), phantom.mask());
	}

	/** {@return the scanner's screen of an exam, 800 x 600} */
	public static ScannerScreen of(final long seed, final Exam exam) {
		final byte[] image = new byte[WIDTH * HEIGHT];
		final byte[] mask = new byte[WIDTH * HEIGHT];
		final Scanner scanner = Scanner.of(exam.site());
		for (int view = 0; view < scanner.views().size(); view++) {
			final Box box = scanner.views().get(view);
			final ScannerScreen single = single(seed, exam, view, box.w());
			paste(Images.pixels(single.image), image, box);
			paste(Images.pixels(single.mask), mask, box);
		}
		final Acquisition acquisition = exam.view(seed, 0, Scanner.VIEW).acquisition();
		texts(image, exam, acquisition, scanner);
		scale(image, scanner);
		ruler(image, acquisition, scanner.views());
		return new ScannerScreen(Images.bytes(image, WIDTH, HEIGHT), Images.bytes(mask, WIDTH, HEIGHT));
	}

	private static void paste(final byte[] source, final byte[] target, final Box box) {
		for (int row = 0; row < box.h(); row++)
			System.arraycopy(source, row * box.w(), target, (box.y() + row) * WIDTH + box.x(), box.w());
	}

	private static void texts(final byte[] image, final Exam exam, final Acquisition acquisition,
		final Scanner scanner)
	{
		final int left = scanner.left();
		final int header = scanner.header();
		final String side = exam.side() == 0 ? "LEFT" : "RIGHT";
		TinyFont.draw(image, WIDTH, scanner.panel(), header, 2, TEXT, scanner.maker());
		TinyFont.draw(image, WIDTH, left, header, 2, TEXT, String.format(Locale.ROOT, "PHANTOM %02d", exam.patient() + 1));
		TinyFont.draw(image, WIDTH, left, header + 24, 1, DIM, "SYNTHETIC IMAGE - NOT A PATIENT");
		TinyFont.draw(image, WIDTH, left + 375, header, 2, TEXT, side + " " + exam.organ().key());
		TinyFont.draw(image, WIDTH, left + 375, header + 24, 1, DIM, "MI 0.9  TIS 0.2");
		final List<String> settings = List.of(String.format(Locale.ROOT, "FREQ  %.1f MHZ", acquisition.frequency()), String
			.format(Locale.ROOT, "DEPTH %.0f MM", acquisition.depth()), String.format(Locale.ROOT, "FOCUS %.0f MM", acquisition
				.focus()), String.format(Locale.ROOT, "GAIN  %.0f %%", 50 + 6 * acquisition.gain()), String.format(Locale.ROOT,
					"DR    %.0f DB", acquisition.dynamicRange()));
		for (int i = 0; i < settings.size(); i++)
			TinyFont.draw(image, WIDTH, scanner.panel(), scanner.top() + 220 + 16 * i, 1, TEXT, settings.get(i));
		for (int view = 0; view < scanner.views().size(); view++)
			TinyFont.draw(image, WIDTH, scanner.views().get(view).x() + 6, scanner.top() + 312, 1, TEXT, side +
				" " + exam.organ().views().get(view));
	}

	/** The bar of grey levels, white on top. */
	private static void scale(final byte[] image, final Scanner scanner) {
		for (int row = 0; row < 192; row++)
			for (int column = 0; column < 12; column++)
				image[(scanner.top() + 4 + row) * WIDTH + scanner.panel() + column] = (byte) (255 - row * 255 / 191);
	}

	/** Ticks every 5 mm left of the first and right of the second view, longer every centimetre; a wedge at the focus. */
	private static void ruler(final byte[] image, final Acquisition acquisition, final List<Box> views) {
		final Box box = views.get(0);
		final double pixel = acquisition.depth() / box.h();
		for (int tick = 0; tick * 5 < acquisition.depth(); tick++) {
			final int row = box.y() + (int) (tick * 5 / pixel);
			final int length = tick % 2 == 0 ? 8 : 4;
			for (int i = 0; i < length; i++) {
				image[row * WIDTH + box.x() - 3 - i] = (byte) TEXT;
				image[row * WIDTH + views.get(1).x() + box.w() + 2 + i] = (byte) TEXT;
			}
			if (tick % 2 == 0) TinyFont.draw(image, WIDTH, box.x() - 20, row - 3, 1, DIM, String.valueOf(tick / 2));
		}
		final int focus = box.y() + (int) (acquisition.focus() / pixel);
		for (int i = 0; i < 6; i++)
			for (int row = focus - i; row <= focus + i; row++)
				image[row * WIDTH + box.x() - 28 - i] = (byte) TEXT;
	}
}

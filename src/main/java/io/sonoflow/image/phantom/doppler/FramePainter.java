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
package io.sonoflow.image.phantom.doppler;

import io.sonoflow.image.Box;
import io.sonoflow.image.phantom.TinyFont;

import java.util.Arrays;

/** From what was measured to the two frames: colour over grey, the box's line, bar and numbers, texts, and the truth. */
final class FramePainter {

	/** Millimetres. */
	static final float CENTIMETRE = 10;

	private static final int YELLOW = 0xFFFFE600, WHITE = 0xFFDCDCDC;

	private final Setting setting;
	private final int size;
	private final int width;
	private final int[] color;
	private final byte[] mask;

	FramePainter(final Setting setting) {
		this.setting = setting;
		size = setting.beams().size();
		width = size + panel(size);
		color = new int[width * size];
		mask = new byte[width * size];
	}

	/** {@return columns beside the B-mode} */
	static int panel(final int size) {
		return size >= 200 ? 112 : 60;
	}

	/** {@return whether a pixel lies in the colour box, whose sides run along the beams} */
	static boolean isInside(final Setting setting, final int column, final int row) {
		final Box box = setting.box();
		if (row < box.y() || row >= box.y() + box.h()) return false;
		final double slant = StrictMath.tan(setting.beams().steering());
		final double shift = slant * (row - box.y() - (box.h() - 1) / 2.0);
		final double rim = Math.abs(slant) * (box.h() - 1) / 2.0;
		return column >= box.x() + rim + shift && column <= box.x() + box.w() - 1 - rim + shift;
	}

	/**
	 * @param bmode size x size grey levels
	 * @param flow measured in the box
	 * @param shown which of its pixels are shown in colour
	 */
	DopplerFrame paint(final byte[] bmode, final Autocorrelation flow, final boolean[] shown, final Scene.Moment moment) {
		final byte[] grey = new byte[width * size];
		for (int row = 0; row < size; row++)
			System.arraycopy(bmode, row * size, grey, row * width, size);
		if (setting.decorated()) decorate(grey);
		for (int i = 0; i < grey.length; i++)
			color[i] = 0xFF000000 | (grey[i] & 255) * 0x010101;
		final float[] measured = filled();
		final float[] variance = filled();
		final double most = most(flow, shown);
		final Box box = setting.box();
		for (int i = 0; i < shown.length; i++) {
			if (!shown[i]) continue;
			final int at = (i / box.w() + box.y()) * width + i % box.w() + box.x();
			mask[at] = (byte) DopplerFrame.FLOW;
			measured[at] = flow.velocity()[i] / CENTIMETRE;
			variance[at] = flow.variance()[i];
			color[at] = setting.map().of(setting.map().isPower() ? Math.sqrt(flow.power()[i] / most) : flow.velocity()[i] / setting
				.beams().nyquist());
		}
		outline();
		if (setting.decorated()) texts();
		final Box bar = bar();
		return new DopplerFrame(width, size, grey, color, mask, truth(moment), measured, variance, box, bar, setting.beams()
			.nyquist() / CENTIMETRE);
	}

	private float[] filled() {
		final float[] values = new float[width * size];
		Arrays.fill(values, Float.NaN);
		return values;
	}

	private static double most(final Autocorrelation flow, final boolean[] shown) {
		double most = 0;
		for (int i = 0; i < shown.length; i++)
			if (shown[i]) most = Math.max(most, flow.power()[i]);
		return Math.max(1e-12, most / 2);
	}

	private float[] truth(final Scene.Moment moment) {
		final Beams beams = setting.beams();
		final float[] truth = filled();
		final double[] velocity = new double[2];
		for (int row = 0; row < size; row++)
			for (int column = 0; column < size; column++)
				if (moment.velocity(beams.x(column), beams.z(row), velocity)) truth[row * width + column] = (float) (beams.toward(
					velocity) / CENTIMETRE);
		return truth;
	}

	/** The line runs round the outermost pixels in the box. */
	private void outline() {
		for (int row = 0; row < size; row++)
			for (int column = 0; column < size; column++)
				if (isInside(setting, column, row) && !(isInside(setting, column - 1, row) && isInside(setting, column + 1, row) &&
					isInside(setting, column, row - 1) && isInside(setting, column, row + 1))) overlay(column, row, setting.line());
	}

	private void overlay(final int column, final int row, final int argb) {
		color[row * width + column] = argb;
		mask[row * width + column] = (byte) DopplerFrame.OVERLAY;
	}

	/** The grey frame bears the same grey letters and calipers; in colour they are yellow. */
	private void decorate(final byte[] grey) {
		final byte[] drawn = drawings();
		for (int i = 0; i < grey.length; i++)
			if (drawn[i] != 0) grey[i] = (byte) 220;
	}

	private void texts() {
		final byte[] drawn = drawings();
		for (int i = 0; i < drawn.length; i++)
			if (drawn[i] != 0) {
				color[i] = YELLOW;
				mask[i] = (byte) DopplerFrame.OVERLAY;
			}
	}

	private byte[] drawings() {
		final byte[] drawn = new byte[width * size];
		TinyFont.draw(drawn, width, 6, 6, size >= 200 ? 2 : 1, 1, "SONO 8");
		final Box box = setting.box();
		for (int end = 0; end < 2; end++) {
			final int column = box.x() + box.w() / 3 + end * box.w() / 3;
			final int row = box.y() + box.h() / 3 + end * box.h() / 3;
			for (int k = -4; k <= 4; k++) {
				drawn[row * width + column + k] = 1;
				drawn[(row + k) * width + column] = 1;
			}
		}
		return drawn;
	}

	/** Bar and numbers, toward the probe on top. */
	private Box bar() {
		final int scale = size >= 200 ? 2 : 1;
		final int wide = size >= 200 ? 14 : 9;
		final Box bar = new Box(size + 8 * scale, 16 * scale, wide, size / 2);
		for (int row = 0; row < bar.h(); row++) {
			final double share = 1 - row / (bar.h() - 1.0);
			for (int column = 0; column < wide; column++)
				overlay(bar.x() + column, bar.y() + row, setting.map().onBar(setting.map().isPower() ? share : 2 * share - 1));
		}
		final String number = String.valueOf(Math.round(setting.beams().nyquist() / CENTIMETRE));
		final boolean power = setting.map().isPower();
		text(power ? "PWR" : number + "CM/S", size + 8 * scale, 5 * scale, scale);
		if (!power) text("-" + number + "CM/S", size + 8 * scale, bar.y() + bar.h() + 3 * scale, scale);
		return bar;
	}

	private void text(final String text, final int left, final int top, final int scale) {
		final byte[] drawn = new byte[width * size];
		TinyFont.draw(drawn, width, left, top, scale, 1, text);
		for (int i = 0; i < drawn.length; i++)
			if (drawn[i] != 0) overlay(i % width, i / width, WHITE);
	}
}

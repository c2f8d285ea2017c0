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

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;
import io.sonoflow.image.phantom.Decibels;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * A clip of flow with all its truth. Frames are computed one at a time, in any order, and are the same on every machine.
 *
 * <pre>
 * DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(seed, 0, DopplerSpec.Kind.VESSEL, 256, ColorMap.CLASSIC));
 * DopplerFrame frame = phantom.frame(12);
 * </pre>
 *
 * Scatterers lie at random, two a pixel, in tissue and blood, and run along the paths of the {@link Scene}: laminar pulsatile
 * flow in a vessel, or the vortex of a heart's chamber whose walls move. Echoes of the packet's pulses pass a wall filter and
 * the autocorrelation of Kasai; what is strong, fast and dark enough is shown in colour.
 */
public final class DopplerPhantom {

	/** Frames a second. */
	public static final int RATE = 25;

	private static final int PER_PIXEL = 2;

	/** Rim of scatterers round the picture as a share of its edge. */
	private static final double RIM = 0.12;

	/** Least power of what is shown, over the receiver's noise, dB; slowest velocity as a share of Nyquist's; brightest tissue. */
	private static final double LEAST_POWER = 12, SLOWEST = 0.07;
	private static final int BRIGHTEST = 150;

	private final Setting setting;
	private final Scene.Paths paths;
	private final float[] amplitude;
	private final double[] x;
	private final double[] z;

	private DopplerPhantom(final Setting setting) {
		this.setting = setting;
		final Beams beams = setting.beams();
		final RandomStream random = RandomStream.of(setting.scatterers(), "doppler-scatterers");
		final double edge = beams.depth() * (1 + 2 * RIM);
		final double density = PER_PIXEL / (beams.step() * beams.step());
		final double[][] blood = setting.scene().blood(random, density);
		final int most = (int) (density * edge * edge);
		final double[] placedX = Arrays.copyOf(blood[0], blood[0].length + most);
		final double[] placedZ = Arrays.copyOf(blood[1], blood[1].length + most);
		int count = blood[0].length;
		for (int i = 0; i < most; i++) {
			placedX[count] = (random.nextFloat() - 0.5) * edge;
			placedZ[count] = random.nextFloat() * edge - RIM * beams.depth();
			if (!setting.scene().isBlood(placedX[count], placedZ[count])) count++;
		}
		x = Arrays.copyOf(placedX, count);
		z = Arrays.copyOf(placedZ, count);
		amplitude = new float[count];
		for (int i = 0; i < count; i++) {
			final double level = i < blood[0].length ? beams.blood() : setting.scene().level(x[i], z[i]);
			// A sum of six uniform numbers is as good as a normal one here, and does without logarithms.
			float draw = -3;
			for (int k = 0; k < 6; k++)
				draw += random.nextFloat();
			amplitude[i] = (float) (draw * Math.sqrt(2.0 / PER_PIXEL)) * Decibels.amplitude((float) level);
		}
		paths = setting.scene().paths(x, z);
	}

	/** {@return the phantom of this specification} */
	public static DopplerPhantom of(final DopplerSpec spec) {
		return new DopplerPhantom(Setting.draw(spec));
	}

	/** {@return the phantom of these settings} */
	static DopplerPhantom of(final Setting setting) {
		return new DopplerPhantom(setting);
	}

	/** {@return columns of all frames} */
	public int width() {
		return setting.beams().size() + FramePainter.panel(setting.beams().size());
	}

	/** {@return the colour box; the beams' slant cuts its sides} */
	public Box box() {
		return setting.box();
	}

	/** {@return end of the colour scale, cm/s} */
	public double nyquist() {
		return setting.beams().nyquist() / FramePainter.CENTIMETRE;
	}

	/** {@return angle of the beams to the picture's columns, radians; positive = to the right} */
	public double steering() {
		return setting.beams().steering();
	}

	/** {@return angle between beams and flow, 0..pi/2; empty where flow has no one direction} */
	public OptionalDouble angle() {
		return setting.scene().direction().map(along -> OptionalDouble.of(StrictMath.acos(Math.min(1, Math.abs(setting.beams().toward(
			along)))))).orElseGet(OptionalDouble::empty);
	}

	/** {@return frame 0, 1, ... } Not to be called by several threads at once. */
	public DopplerFrame frame(final int frame) {
		final double t = frame / (double) RATE;
		final byte[] bmode = bmode(t, frame);
		final Autocorrelation flow = flow(t, frame);
		return new FramePainter(setting).paint(bmode, flow, shown(bmode, flow), setting.scene().moment(t));
	}

	/** {@return which pixels of the box are shown in colour} */
	private boolean[] shown(final byte[] bmode, final Autocorrelation flow) {
		final Beams beams = setting.beams();
		final Box box = setting.box();
		final float least = (float) StrictMath.pow(10, (beams.noise() + LEAST_POWER) / 10);
		final boolean[] shown = new boolean[box.w() * box.h()];
		for (int i = 0; i < shown.length; i++) {
			final int column = i % box.w() + box.x();
			final int row = i / box.w() + box.y();
			shown[i] = flow.power()[i] >= least && Math.abs(flow.velocity()[i]) >= SLOWEST * beams.nyquist() && (bmode[row * beams
				.size() + column] & 255) < BRIGHTEST && FramePainter.isInside(setting, column, row);
		}
		return shown;
	}

	/** {@return the grey levels at a moment} */
	private byte[] bmode(final double t, final int frame) {
		final Beams beams = setting.beams();
		final int size = beams.size();
		final Echoes echoes = new Echoes(beams, 0, 0, size, size);
		paths.at(t, x, z);
		echoes.add(x, z, amplitude);
		noise(echoes, RandomStream.of(setting.scatterers(), "doppler-noise", frame));
		final byte[] grey = new byte[size * size];
		for (int i = 0; i < grey.length; i++)
			grey[i] = beams.grey(Decibels.ofIntensity(echoes.real[i] * echoes.real[i] + echoes.imaginary[i] * echoes.imaginary[i]));
		return grey;
	}

	/**
	 * What is measured in the box by a packet whose middle is at a moment. In the few milliseconds of a packet scatterers run
	 * straight on, to some nanometres, so only the first and the last pulse ask for their paths.
	 */
	Autocorrelation flow(final double t, final int frame) {
		final Beams beams = setting.beams();
		final Box box = setting.box();
		final Echoes[] packet = new Echoes[beams.packet()];
		final double half = (packet.length - 1) / 2.0 / beams.rate();
		final Moving moving = Moving.of(setting, paths, amplitude, t - half, t + half);
		for (int k = 0; k < packet.length; k++) {
			packet[k] = new Echoes(beams, box.x(), box.y(), box.w(), box.h());
			moving.at(k / (packet.length - 1.0));
			packet[k].add(moving.x(), moving.z(), moving.amplitude());
			noise(packet[k], RandomStream.of(setting.scatterers(), "doppler-packet-noise", frame, k));
		}
		return Autocorrelation.of(packet, box.w(), beams.order(), beams.nyquist(), new int[] { 2, 2 });
	}

	private void noise(final Echoes echoes, final RandomStream random) {
		// Two normal numbers a sample would take longer than the echoes; their sum over bits is near enough.
		final float noise = Decibels.amplitude((float) setting.beams().noise());
		for (int i = 0; i < echoes.real.length; i++) {
			final int bits = random.nextInt();
			echoes.real[i] += noise * normal(bits & 0xFFFF);
			echoes.imaginary[i] += noise * normal(bits >>> 16);
		}
	}

	/** {@return four uniform numbers of four bits each, summed: mean 0, variance 1/2} */
	private static float normal(final int bits) {
		final int sum = (bits & 15) + (bits >> 4 & 15) + (bits >> 8 & 15) + (bits >> 12 & 15);
		return (sum - 30) * 0.0766965f;
	}
}

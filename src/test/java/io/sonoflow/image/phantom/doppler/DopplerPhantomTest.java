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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;
import io.sonoflow.metric.Speckle;

import java.util.function.DoublePredicate;

import org.junit.jupiter.api.Test;

/** What is measured in phantoms of flow against what truly flows. */
class DopplerPhantomTest {

	private static final int SIZE = 192;
	private static final double DEPTH = 30;

	/** Steady flow of 0.4 m/s on the axis at 65 degrees to the beam: 169 mm/s toward the probe. */
	private static final double PEAK = -400, ANGLE = Math.toRadians(25);

	private static Setting steady(final double nyquist, final double angle, final double peak) {
		final Beams beams = new Beams(SIZE, DEPTH, 7, 3.2, 2.6, 0, nyquist, 10, 1, -32, -58, 60);
		final Pulse always = Pulse.of(1, phase -> 1);
		final Vessel vessel = Vessel.plain(new double[] { 0, 15 }, angle, 4, peak, always, 0, new double[] { 0, 4 }, 90);
		return new Setting(vessel, beams, ColorMap.CLASSIC, new Box(30, 30, 130, 130), 0xFF50D850, false, 5);
	}

	/**
	 * {@return mean of measured velocities, cm/s, folded round the truth, where the truth fulfils a condition; and
	 * of the truth}
	 */
	private static double[] means(final DopplerFrame frame, final DoublePredicate which) {
		double off = 0;
		double truth = 0;
		int count = 0;
		for (int i = 0; i < frame.truth().length; i++) {
			if (!which.test(frame.truth()[i]) || Float.isNaN(frame.measured()[i])) continue;
			final double difference = frame.measured()[i] - frame.truth()[i];
			off += difference - 2 * frame.nyquist() * Math.rint(difference / (2 * frame.nyquist()));
			truth += frame.truth()[i];
			count++;
		}
		assertTrue(count > 500, "only " + count + " pixels");
		return new double[] { off / count + truth / count, truth / count };
	}

	@Test
	void theMeanVelocityIsThePartOfTheFlowAlongTheBeam() {
		final DopplerFrame frame = DopplerPhantom.of(steady(300, ANGLE, PEAK)).frame(0);
		final double axis = -PEAK * Math.sin(ANGLE) / 10 * -1;
		double most = 0;
		for (final float truth : frame.truth())
			if (!Float.isNaN(truth)) most = Math.max(most, truth);
		assertEquals(Math.abs(axis), most, 0.05, "the truth on the axis");
		final double[] means = means(frame, truth -> truth > 0.4 * Math.abs(axis));
		assertEquals(means[1], means[0], 0.03 * 30, "3 % of Nyquist's velocity");
	}

	@Test
	void awayFromTheProbeIsNegative() {
		final DopplerFrame frame = DopplerPhantom.of(steady(300, ANGLE, -PEAK)).frame(0);
		final double[] means = means(frame, truth -> truth < -8);
		assertTrue(means[1] < -8);
		assertEquals(means[1], means[0], 0.9);
	}

	@Test
	void beamsThatAreSteeredSeeAnotherPart() {
		final Setting plain = steady(300, ANGLE, PEAK);
		final Beams before = plain.beams();
		final Beams steered = new Beams(SIZE, DEPTH, 7, 3.2, 2.6, Math.toRadians(12), 300, 10, 1, -32, -58, 60);
		final Setting setting = new Setting(plain.scene(), steered, plain.map(), plain.box(), plain.line(), false, 5);
		final double[] flow = { Math.cos(ANGLE), Math.sin(ANGLE) };
		assertEquals(-Math.sin(ANGLE), before.toward(flow), 1e-12);
		assertEquals(-Math.sin(ANGLE + Math.toRadians(12)), steered.toward(flow), 1e-12);
		final double[] means = means(DopplerPhantom.of(setting).frame(0), truth -> truth > 10);
		assertEquals(means[1], means[0], 0.9);
	}

	@Test
	void whatIsFasterThanNyquistsVelocityWrapsRound() {
		final DopplerFrame frame = DopplerPhantom.of(steady(120, ANGLE, PEAK)).frame(0);
		int faster = 0;
		int wrapped = 0;
		for (int i = 0; i < frame.truth().length; i++) {
			final float measured = frame.measured()[i];
			if (!Float.isNaN(measured)) assertTrue(Math.abs(measured) <= frame.nyquist() + 1e-3);
			if (Float.isNaN(measured) || !(frame.truth()[i] > 14)) continue;
			faster++;
			if (measured < 0 && Math.abs(measured + 2 * frame.nyquist() - frame.truth()[i]) < 4) wrapped++;
		}
		assertTrue(faster > 500, "only " + faster + " pixels are faster");
		assertTrue(wrapped > 0.95 * faster, wrapped + " of " + faster);
	}

	/** Blood that has left the picture is followed by other blood: a lumen never runs empty. */
	@Test
	void fastFlowFillsTheLumenInAllFrames() {
		for (int number = 0; number < 4; number++) {
			final DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(6, number, DopplerSpec.Kind.VESSEL, 128,
				ColorMap.CLASSIC));
			for (final int frame : new int[] { 4, 30 }) {
				final DopplerFrame drawn = phantom.frame(frame);
				int flows = 0;
				int shown = 0;
				for (int i = 0; i < drawn.truth().length; i++) {
					final int column = i % drawn.width();
					final int row = i / drawn.width();
					final double folded = drawn.truth()[i] - 2 * drawn.nyquist() * Math.rint(drawn.truth()[i] / (2 * drawn.nyquist()));
					if (!(Math.abs(folded) > 0.35 * drawn.nyquist()) || column < 35 || column > 92 || row < drawn.box().y() + 3 || row >
						drawn
						.box().y() + drawn.box().h() - 3) continue;
					flows++;
					if ((drawn.mask()[i] & 255) != 0) shown++;
				}
				assertTrue(shown >= 0.95 * flows, number + ", " + frame + ": " + shown + " of " + flows);
			}
		}
	}

	@Test
	void flowAcrossTheBeamIsNotSeenAndTissueAtRestNeither() {
		final DopplerFrame frame = DopplerPhantom.of(steady(300, 0, PEAK)).frame(0);
		int shown = 0;
		for (final byte value : frame.mask())
			if ((value & 255) == DopplerFrame.FLOW) shown++;
		final Box box = frame.box();
		assertTrue(shown < 0.01 * box.area(), shown + " pixels of " + box.area());
	}

	@Test
	void theWallFilterTakesOutWhatStandsStillAndWhatMovesSteadily() {
		final float[][] filter = Autocorrelation.filter(8, 1);
		for (final float[] row : filter) {
			float constant = 0;
			float trend = 0;
			for (int k = 0; k < row.length; k++) {
				constant += row[k];
				trend += row[k] * k;
			}
			assertEquals(0, constant, 1e-5);
			assertEquals(0, trend, 1e-5);
		}
	}

	/**
	 * Slow time of flow is a Gaussian spectrum: the velocities that pulse, beam and average see at once about each place, and the
	 * scatterers that leave them meanwhile. What the wall filter makes of its correlation is known exactly.
	 *
	 * @param share of the radius
	 * @return 1 - |R1| / R0
	 */
	private static double variance(final Beams beams, final double share) {
		final double axial = beams.axial();
		final double lateral = beams.lateral(15);
		// Echoes' power is narrower than their amplitude; the average is over five pixels each way, whose variance is 2.
		final double seen = beams.step() * Math.hypot(Math.cos(ANGLE) * Math.sqrt(axial * axial / 2 + 2), Math.sin(ANGLE) * Math.sqrt(
			lateral * lateral / 2 + 2));
		final double turn = Math.PI / beams.nyquist() * Math.abs(PEAK) * Math.sin(ANGLE);
		final double spread = turn * 2 * share / 4 * seen;
		final double way = PEAK * (1 - share * share) / beams.rate() / beams.step();
		final double leaves = Math.pow(way * Math.cos(ANGLE) / lateral, 2) / 4 + Math.pow(way * Math.sin(ANGLE) / axial, 2) / 4;
		final double noise = Math.pow(10, (beams.noise() - beams.blood()) / 10);
		final float[][] filter = Autocorrelation.filter(beams.packet(), beams.order());
		final int pulses = beams.packet();
		double power = 0;
		double real = 0;
		double imaginary = 0;
		for (int k = 0; k < pulses; k++)
			for (int j = 0; j < pulses; j++)
				for (int l = 0; l < pulses; l++) {
					final int lag = l - j;
					final double stays = Math.exp(-lag * lag * (spread * spread / 2 + leaves));
					final double phase = lag * turn * (1 - share * share);
					power += filter[k][j] * filter[k][l] * (stays * Math.cos(phase) + (lag == 0 ? noise : 0)) / pulses;
					if (k == 0) continue;
					real += filter[k - 1][j] * filter[k][l] * (stays * Math.cos(phase) + (lag == 0 ? noise : 0)) / (pulses - 1);
					imaginary += filter[k - 1][j] * filter[k][l] * stays * Math.sin(phase) / (pulses - 1);
				}
		return 1 - Math.hypot(real, imaginary) / power;
	}

	/** Little differs in the middle of a parabola, more the nearer to the wall. */
	@Test
	void varianceOfLaminarFlowIsWhatItsGradientMakes() {
		final Setting setting = steady(300, ANGLE, PEAK);
		final Beams beams = setting.beams();
		final DopplerFrame frame = DopplerPhantom.of(setting).frame(0);
		final double[] sums = new double[3];
		final double[] theory = new double[3];
		final int[] counts = new int[3];
		final int[] computed = new int[3];
		for (int i = 0; i < frame.truth().length; i++) {
			if (Float.isNaN(frame.variance()[i])) continue;
			final double across = (beams.z(i / frame.width()) - 15) * Math.cos(ANGLE) - beams.x(i % frame.width()) * Math.sin(ANGLE);
			final double share = Math.abs(across / 4);
			final int ring = share < 0.25 ? 0 : share > 0.4 && share < 0.5 ? 1 : share > 0.6 && share < 0.7 ? 2 : -1;
			if (ring < 0) continue;
			sums[ring] += frame.variance()[i];
			// What it should be takes long, and is no other in the next pixel.
			if (counts[ring]++ % 16 != 0) continue;
			theory[ring] += variance(beams, share);
			computed[ring]++;
		}
		for (int ring = 0; ring < 3; ring++) {
			sums[ring] /= counts[ring];
			theory[ring] /= computed[ring];
		}
		final String said = java.util.Arrays.toString(sums) + " against " + java.util.Arrays.toString(theory);
		for (int ring = 0; ring < 3; ring++)
			assertEquals(theory[ring], sums[ring], 0.25 * theory[ring], said);
		assertTrue(sums[0] < sums[1] && sums[1] < sums[2], said);
	}

	/** Of white noise the filter alone leaves some correlation: the sum of its matrix beside the diagonal over that on it. */
	@Test
	void varianceOfNoiseIsHigh() {
		final int pulses = 10;
		final Beams beams = steady(300, ANGLE, PEAK).beams();
		final RandomStream random = RandomStream.of(3, "noise");
		final Echoes[] packet = new Echoes[pulses];
		for (int k = 0; k < pulses; k++) {
			packet[k] = new Echoes(beams, 0, 0, 60, 60);
			for (int i = 0; i < 3600; i++) {
				packet[k].real[i] = (float) random.nextGaussian();
				packet[k].imaginary[i] = (float) random.nextGaussian();
			}
		}
		double mean = 0;
		for (final float variance : Autocorrelation.of(packet, 60, 1, 300, new int[] { 2, 2 }).variance())
			mean += variance / 3600;
		final float[][] filter = Autocorrelation.filter(pulses, 1);
		double on = 0;
		double beside = 0;
		for (int k = 0; k < pulses; k++) {
			on += filter[k][k] / pulses;
			if (k > 0) beside += filter[k][k - 1] / (pulses - 1);
		}
		assertEquals(1 - Math.abs(beside) / on, mean, 0.05);
		assertTrue(mean > 0.7, "mean variance " + mean);
	}

	@Test
	void angleAndSteeringAreThoseOfBeamsAndFlow() {
		final DopplerPhantom straight = DopplerPhantom.of(steady(300, ANGLE, PEAK));
		assertEquals(0, straight.steering());
		assertEquals(Math.toRadians(65), straight.angle().orElseThrow(), 1e-12);
		assertTrue(DopplerPhantom.of(new DopplerSpec(1, 0, DopplerSpec.Kind.CHAMBER, 96, ColorMap.CLASSIC)).angle().isEmpty());
	}

	@Test
	void speckleIsFullyDeveloped() {
		final DopplerFrame frame = DopplerPhantom.of(steady(300, ANGLE, PEAK)).frame(3);
		double shape = 0;
		// Below the vessel on the left and above it on the right.
		for (final int[] corner : new int[][] { { 8, 140 }, { 50, 140 }, { 100, 6 }, { 140, 6 } })
			shape += Speckle.of(frame.greyImage(), corner[0], corner[1], 48, 48, 255 / 60.0).nakagami() / 4;
		// As in the still phantoms, whose windows of 48 x 48 have 1.00 with a standard deviation of 0.08.
		assertEquals(1, shape, 0.12);
	}

	@Test
	void speckleMovesWithTheTissue() {
		final Setting still = steady(300, ANGLE, PEAK);
		final Vessel moved = Vessel.plain(new double[] { 0, 15 }, ANGLE, 4, PEAK, Pulse.of(1, phase -> 1), 0, new double[] { 5 *
			DEPTH / SIZE, 4 }, 90);
		final DopplerPhantom phantom = DopplerPhantom.of(new Setting(moved, still.beams(), still.map(), still.box(), still.line(),
			false, 5));
		final DopplerFrame first = phantom.frame(0);
		// A quarter of a breath later all is 5 pixels lower and 2.5 to the right.
		final DopplerFrame later = phantom.frame(DopplerPhantom.RATE);
		int best = -1;
		double least = Double.MAX_VALUE;
		for (int down = 0; down < 9; down++) {
			double sum = 0;
			for (int row = 150; row < 180; row++)
				for (int column = 20; column < 160; column++)
					sum += Math.abs((first.grey()[row * first.width() + column] & 255) - (later.grey()[(row + down) * first.width() +
						column +
						2] & 255));
			if (sum < least) {
				least = sum;
				best = down;
			}
		}
		assertEquals(5, best);
	}

	@Test
	void theTwoFramesAreEqualButForColourLineAndPanel() {
		for (final DopplerSpec.Kind kind : DopplerSpec.Kind.values())
			for (int number = 0; number < 2; number++) {
				final DopplerFrame frame = DopplerPhantom.of(new DopplerSpec(3, number, kind, 128, ColorMap.CLASSIC)).frame(4);
				int flow = 0;
				for (int i = 0; i < frame.grey().length; i++) {
					final int value = frame.mask()[i] & 255;
					if (value == DopplerFrame.FLOW) flow++;
					if (value == 0) assertEquals(0xFF000000 | (frame.grey()[i] & 255) * 0x010101, frame.color()[i]);
				}
				assertTrue(flow > 200, kind + " " + number + " shows " + flow + " pixels of flow");
			}
	}

	@Test
	void aSeedGivesTheSameBitsInAnyOrder() {
		final DopplerSpec spec = new DopplerSpec(11, 1, DopplerSpec.Kind.CHAMBER, 128, ColorMap.PALE);
		final DopplerPhantom phantom = DopplerPhantom.of(spec);
		final DopplerFrame fifth = phantom.frame(5);
		phantom.frame(2);
		final DopplerFrame again = DopplerPhantom.of(spec).frame(5);
		assertArrayEquals(fifth.color(), again.color());
		assertArrayEquals(fifth.color(), phantom.frame(5).color());
		assertArrayEquals(fifth.truth(), again.truth());
		final DopplerFrame other = DopplerPhantom.of(new DopplerSpec(12, 1, DopplerSpec.Kind.CHAMBER, 128, ColorMap.PALE)).frame(5);
		assertTrue(!java.util.Arrays.equals(fifth.color(), other.color()));
	}

	@Test
	void theTruthIsHowScatterersMove() {
		final Chamber chamber = new Chamber(1, 35, 13, 18, 0.18, 60, Pulse.filling(0.8), Pulse.artery(0.8), null);
		final Vessel vessel = new Vessel(0, 15, ANGLE, 3, 500, Pulse.artery(0.9), 0.06, new double[] { 0.4, 4 }, 90, null);
		for (final Scene scene : new Scene[] { chamber, vessel })
			for (double t = 0.05; t < 0.8; t += 0.11) {
				final double[] x = new double[1];
				final double[] z = new double[1];
				final double[] velocity = new double[2];
				final double step = 1e-6;
				final Scene.Paths paths = scene.paths(new double[] { 2 }, new double[] { scene == chamber ? 30 : 14.5 });
				paths.at(t, x, z);
				assertTrue(scene.moment(t).velocity(x[0], z[0], velocity));
				final double[] later = new double[2];
				final double[] laterZ = new double[1];
				final double[] laterX = new double[1];
				paths.at(t + step, laterX, laterZ);
				later[0] = (laterX[0] - x[0]) / step;
				later[1] = (laterZ[0] - z[0]) / step;
				assertEquals(later[0], velocity[0], 0.05 + 1e-3 * Math.abs(later[0]), scene.getClass().getSimpleName() + " at " + t);
				assertEquals(later[1], velocity[1], 0.05 + 1e-3 * Math.abs(later[1]), scene.getClass().getSimpleName() + " at " + t);
			}
	}
}

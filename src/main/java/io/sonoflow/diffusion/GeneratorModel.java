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
package io.sonoflow.diffusion;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.image.Luma;
import io.sonoflow.nn.unet.FrozenUNet;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetFile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A diffusion model as it lies in a file: the network and the process it was trained in. Files of ours say all of it; for
 * those of others the user may say what tensors cannot, and what nobody says is taken as published, with a warning.
 *
 * @param file the network
 * @param schedule trained on
 * @param prediction what the network tells
 * @param labelDropout share of the training in which a label was left out; 0 = the network knows no image without a class
 */
public record GeneratorModel(UNetFile file, NoiseSchedule schedule, Prediction prediction, double labelDropout) {

	/** In the file's notes: cosine or linear. */
	public static final String SCHEDULE = "schedule";

	/** In the file's notes: T. */
	public static final String TIMESTEPS = "timesteps";

	/** In the file's notes, unless it is noise: image or velocity. */
	public static final String PREDICT = "predict";

	/** In the file's notes: 0..1. */
	public static final String LABEL_DROPOUT = "labeldropout";

	/** The least share of the noise levels to start at: below, images are no normal distribution any more. */
	public static final double LEAST_START = 0.3;

	private static final String USUAL_SCHEDULE = "cosine";
	private static final String USUAL_TIMESTEPS = "1000";
	private static final int COLORS = 3;

	/**
	 * Reads all but the weights.
	 *
	 * @param path of Train Diffusion, or weights of guided-diffusion's U-Net; null is refused
	 * @param said by the user, of weights that do not say it themselves; a new object says nothing
	 * @param monitor is told what was assumed
	 * @throws SonoflowException.Input if a key contradicts the file
	 * @throws SonoflowException.File if it is no diffusion model, or not of images
	 */
	public static GeneratorModel open(final Path path, final ForeignModelSettings said, final Monitor monitor) {
		if (path == null) throw new SonoflowException.Input("model is missing. Give the model.safetensors of" +
			" \"Train Diffusion...\", or weights of guided-diffusion's U-Net.");
		if (!Files.isRegularFile(path)) throw new SonoflowException.File("model=" + path +
			" is not a file. Give the model.safetensors of \"Train Diffusion...\", or weights of guided-diffusion's U-Net.");
		said.check();
		final UNetFile file = UNetFile.open(path, said.hints(), monitor);
		checkAgreement(said, file.config());
		checkChannels(path, file.config(), monitor);
		final String schedule = noted(file, path, SCHEDULE, said.saidSchedule(), USUAL_SCHEDULE, monitor);
		final String timesteps = noted(file, path, TIMESTEPS, said.saidTimesteps(), USUAL_TIMESTEPS, monitor);
		final GeneratorModel model = new GeneratorModel(file, NoiseSchedule.named(schedule, (int) number(path, TIMESTEPS,
			timesteps)), prediction(file, path, said), number(path, LABEL_DROPOUT, file.notes().getOrDefault(LABEL_DROPOUT, "0")));
		if (!file.config().shape().learnedSigma()) monitor.message(path.getFileName() +
			" predicts no variances: sampler=ddpm takes those of the schedule's steps (the larger choice).");
		return model;
	}

	/** What the user says of a file that says it itself must be the same: else one of them is wrong. */
	private static void checkAgreement(final ForeignModelSettings said, final UNetConfig says) {
		if (said.size > 0 && said.size != says.size()) throw contradiction("size", said.size, says.size());
		if (said.heads > 0 && (says.headChannels() > 0 || said.heads != says.heads())) throw contradiction("heads", said.heads,
			says.headChannels() > 0 ? says.headChannels() + " channels a head" : says.heads());
		if (said.headchannels > 0 && said.headchannels != says.headChannels()) throw contradiction("headchannels",
			said.headchannels, says.headChannels() > 0 ? says.headChannels() : says.heads() + " heads");
		if (said.order() != null && said.order() != says.order()) throw contradiction("order", said.order, says.order().name()
			.toLowerCase(Locale.ROOT));
	}

	private static SonoflowException contradiction(final String key, final Object given, final Object says) {
		return new SonoflowException.Input(key + "=" + given + " contradicts the model, which was trained with " + says +
			". Leave " + key + " out: the file knows.");
	}

	private static void checkChannels(final Path file, final UNetConfig config, final Monitor monitor) {
		final int channels = config.shape().channels();
		if (channels != 1 && channels != COLORS) throw new SonoflowException.File(file + " makes images of " + channels +
			" channels. Give a model of grey (1) or colour (3) images.");
		if (channels == COLORS) monitor.warn(file.getFileName() + " makes colour images: they are written as grey ones.");
	}

	/** Silent where nobody says anything: nearly every model tells the noise. */
	private static Prediction prediction(final UNetFile file, final Path path, final ForeignModelSettings said) {
		final boolean ours = file.notes().containsKey(SCHEDULE);
		final Prediction noted = noted(file, path);
		if (said.saidPrediction().isEmpty()) return noted;
		if (ours && !noted.key().equals(said.predict)) throw contradiction(PREDICT, said.predict, noted.key());
		return Prediction.named(said.predict);
	}

	/**
	 * @param path the file, for messages
	 * @return what the file says that the network tells; noise if it says nothing
	 * @throws SonoflowException.File if the header is damaged
	 */
	public static Prediction noted(final UNetFile file, final Path path) {
		final String noted = file.notes().getOrDefault(PREDICT, Prediction.NOISE.key());
		try {
			return Prediction.named(noted);
		}
		catch (final SonoflowException.Input e) {
			throw new SonoflowException.File("The header of " + path + " is damaged: predict is \"" + noted +
				"\". Train the model again, or take another copy of the file.", e);
		}
	}

	private static String noted(final UNetFile file, final Path path, final String key, final String given,
		final String usual, final Monitor monitor)
	{
		final String noted = file.notes().get(key);
		if (noted != null && !given.isEmpty() && !noted.equals(given)) throw contradiction(key, given, noted);
		if (noted != null) return noted;
		if (!given.isEmpty()) return given;
		monitor.warn(path.getFileName() + " does not say the " + key + " it was trained with: taken as " + usual +
			", as published. If the images are no good, give " + key + "=.");
		return usual;
	}

	private static double number(final Path file, final String key, final String text) {
		final boolean number = text.matches(key.equals(TIMESTEPS) ? "\\d{1,6}" : "\\d*\\.?\\d+([eE]-?\\d+)?");
		if (number && (key.equals(TIMESTEPS) || Double.parseDouble(text) <= 1)) return Double.parseDouble(text);
		throw new SonoflowException.File("The header of " + file + " is damaged: " + key + " is \"" + text +
			"\". Train the model again, or take another copy of the file.");
	}

	/**
	 * @param start share of the noise levels, above 0 and at most 1
	 * @return the process from there down
	 */
	public NoiseSchedule schedule(final double start) {
		return schedule.first(Math.max(2, (int) Math.round(start * schedule.steps())));
	}

	/**
	 * @param seed of all noise
	 * @param start share of the noise levels; below 1 the images start in the distribution noted in the file
	 * @param path the file, for messages
	 * @return the noise of all images
	 * @throws SonoflowException if they should start in a distribution that the file does not hold
	 */
	public NoiseSource source(final long seed, final double start, final Path path) {
		final NoiseSource seeded = NoiseSource.seeded(seed);
		return start == 1 ? seeded : GaussianNote.read(file.notes(), start, path, file.config().size()).over(seeded, schedule(
			start));
	}

	/** {@return where the variance of ddpm's steps comes from} */
	public Variance variance() {
		return file.config().shape().learnedSigma() ? Variance.LEARNED_RANGE : Variance.FIXED_LARGE;
	}

	/** {@return values of an image, C * H * W} */
	public int values() {
		return file.config().shape().channels() * file.config().size() * file.config().size();
	}

	/**
	 * Sets a generation up.
	 *
	 * @param network of this file, open as long as the generation is used
	 * @param sampler which timesteps, see {@link Samplers#of}
	 * @param guidance how much the class is exaggerated; 1 = not
	 * @param batch images at a time, at least 1
	 */
	public Generation generation(final FrozenUNet network, final Sampler sampler, final double guidance, final int batch) {
		final NoisePredictor predictor = Guidance.of(prediction.noise(NoisePredictor.of(network), schedule),
			guidance);
		return new Generation(sampler, predictor, variance().channelFactor(), values(), batch);
	}

	/**
	 * @param number of the image, for messages
	 * @param image (C, H, W), about in [-1, 1], as {@link Generation} gives it
	 * @param path the file, for messages
	 * @return (x, y), 8-bit grey; of three channels the luma
	 * @throws SonoflowException.File if values are no numbers
	 */
	public ArrayImg<UnsignedByteType, ByteArray> picture(final long number, final double[] image, final Path path) {
		if (!Arrays.stream(image).allMatch(Double::isFinite)) throw new SonoflowException.File("The model " + path +
			" gave values that are no numbers for image " + number +
			". Its weights are damaged, or its training had run away: take an earlier checkpoint.");
		return Images.bytes(gray(GreyRange.toBytes(image)), file.config().size(), file.config().size());
	}

	/** {@return one byte a pixel; of three channels the luma} */
	private byte[] gray(final byte[] values) {
		if (file.config().shape().channels() == 1) return values;
		final int plane = values.length / COLORS;
		final byte[] gray = new byte[plane];
		for (int i = 0; i < plane; i++)
			gray[i] = (byte) Luma.of((values[i] & 255) << 16 | (values[plane + i] & 255) << 8 | values[2 * plane + i] & 255);
		return gray;
	}

	/**
	 * @param label empty = none
	 * @param guidance 1 = none
	 * @return the class's number or {@link NoisePredictor#NO_CLASS}
	 * @throws SonoflowException.Input if the model cannot do that
	 */
	public int classOf(final String label, final double guidance) {
		final String choice = "class=" + String.join(" or class=", file.config().classes());
		if (label.isEmpty()) {
			if (!file.config().classes().isEmpty() && labelDropout == 0) throw new SonoflowException.Input(
				"class is missing: the model was always told one in training. Give " + choice + ".");
			if (guidance != 1) throw new SonoflowException.Input("guidance=" + guidance +
				" needs a class to guide to. " + (file.config().classes().isEmpty() ? "This model has none: leave guidance out."
					: "Give " + choice + ", or leave guidance out."));
			return NoisePredictor.NO_CLASS;
		}
		final int index = file.config().indexOf(label);
		if (guidance != 1 && labelDropout == 0) throw new SonoflowException.Input("guidance=" + guidance +
			" is not possible with this model: it must have seen images without their label in training (label dropout)." +
			" Use guidance=1, or train with label dropout.");
		return index;
	}
}

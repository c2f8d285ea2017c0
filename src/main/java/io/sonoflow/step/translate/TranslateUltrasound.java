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
package io.sonoflow.step.translate;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.diffusion.translate.ClipPair;
import io.sonoflow.diffusion.translate.SquareTranslator;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.nn.translate.Translator;
import io.sonoflow.nn.translate.TranslatorFile;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.FileSettings;
import io.sonoflow.step.PrecisionSettings;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Translates clips and pictures by a model of Train Translator: colour Doppler into grey, or grey into colour. Only the region
 * changes. Frames are streamed; clips are shared among processes by {@code shard}.
 */
public final class TranslateUltrasound extends Step<TranslateUltrasound.Result> {

	/** The menu label. */
	public static final String LABEL = "Translate Ultrasound...";

	/** The table of scores, and its columns. */
	public static final String SCORES = "scores.csv";

	@Parameter(label = "Model", description = "The model.safetensors of \"Train Translator...\".", style = "open", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File model;

	@Parameter(label = "Input", description = "Clip, picture, folder or dataset.csv; empty = the active image. A column mask " +
		"says where to translate; without it colour flow is found.", attrs = @Attr(name = Key.EXISTS))
	public File input;

	@Parameter(label = "Output", description = "Folder for clips/, images/, regions/, dataset.csv and scores.csv; empty = only " +
		"show the active image's translation.", style = "directory", attrs = @Attr(name = Key.FRAME))
	public File output;

	@Parameter(label = "Codec", description = "How clips are written: ffv1 = lossless, mjpeg = opens anywhere, h264 = to show. " +
		"Pictures are PNG.", choices = { "ffv1", "mjpeg", "h264" })
	public String codec = "ffv1";

	@Group("Clips")
	public WindowFrames frames = new WindowFrames();

	@Group("Files")
	public FileSettings files = new FileSettings();

	@Group("Computation")
	public Computation computation = new Computation();

	/** The open picture, to be translated instead of {@link #input}; null = none. */
	public OpenPicture open;

	/**
	 * A picture or clip that is open.
	 *
	 * @param name its title
	 * @param frames is not closed
	 * @param masks not 0 where it is translated, as many; null = colour flow is found
	 */
	public record OpenPicture(String name, FrameReader frames, FrameReader masks) {
	}

	/** On what, from which noise, and which part. */
	public static final class Computation extends Parameters {

		@Group("Computation")
		public DeviceSettings hardware = new DeviceSettings();

		@Group("Computation")
		public PrecisionSettings precision = new PrecisionSettings();

		@Parameter(label = "Seed", description = "Any whole number; the speckle of a clip's frame depends on it, on the clip's " +
			"name and on the frame.")
		public long seed = 0;

		@Parameter(label = "Shard", description = "Which part of the clips this process does, part/count; 1/1 = all. When all are " +
			"done, the last one writes the tables.", attrs = { @Attr(name = Key.PATTERN, value = Key.SHARD), @Attr(name = Key.ALLOWED,
				value = "part/count, e.g. 2/8"), @Attr(name = Key.FRAME) })
		public String shard = "1/1";

		@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(
			name = Key.FRAME))
		public boolean overwrite = false;
	}

	/**
	 * @param output the folder; null = nothing was written
	 * @param complete whether all clips are there; else those of other shards are missing, and so are the tables
	 * @param samples one a clip or picture
	 * @param scores rows of the table: image, frames, then the numbers
	 * @param grey frames of the open picture in grey, (x, y); of files none
	 * @param colour the same in colour, of a model that translates into colour
	 */
	public record Result(Path output, boolean complete, List<Sample> samples, List<List<Object>> scores,
		List<ArrayImg<UnsignedByteType, ByteArray>> grey, List<ArrayImg<ARGBType, IntArray>> colour)
	{
	}

	public TranslateUltrasound() {
	}

	/**
	 * @param model of Train Translator
	 * @param input clip, picture, folder or dataset.csv
	 */
	public TranslateUltrasound(final File model, final File input) {
		this.model = model;
		this.input = input;
	}

	/** @param values by key, for scripts */
	public TranslateUltrasound(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static TranslateUltrasound of(final Path model, final Path input) {
		return new TranslateUltrasound(file(model), file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** {@return the columns of the table of scores} */
	public static List<String> scoreColumns() {
		return TranslationRun.SCORE_COLUMNS;
	}

	/**
	 * Translates, or does this process's share.
	 *
	 * @throws SonoflowException if the model is none, or nothing can be translated; then nothing was written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		if (open == null && input == null) throw new SonoflowException.Input(
			"input is missing. Give a clip, a picture, a folder or a dataset.csv.");
		if (open == null && output == null) throw new SonoflowException.Input("output is missing. Give a folder for the " +
			"translated clips.");
		final TranslatorFile file = TranslatorFile.open(model.toPath());
		final Direction direction = file.config().direction();
		final List<ClipPairs.Row> rows = open != null ? List.of(new ClipPairs.Row(Sample.of(Path.of(open.name())), new ClipPair(open
			.name(), null, Path.of(open.name()), null))) : ClipPairs.read(input.toPath(), monitor);
		final Opened<ClipLook> looks = Opened.inPart("looking through clips", rows.stream().map(row -> row.pair().any()).toList(),
			files.strict || open != null, monitor, i -> ClipLook.of(rows.get(i).pair(), direction, frames.choice(), frames(),
				open == null ? null : open.masks(), ClipCodec.of(codec), files.strict));
		looks.requireAny();
		looks.tell(output != null, monitor);
		tell(looks, monitor);
		tellStride(file, looks, monitor);
		final Device device = Devices.parse(computation.hardware.device, monitor);
		final Precision chosen = computation.precision.checked(device, monitor);
		Torch.inference();
		try (Translator translator = file.network(device)) {
			translator.compute(chosen);
			final TranslationRun run = new TranslationRun(this, rows, looks, new SquareTranslator(translator), monitor);
			if (output == null) return run.show();
			final List<Path> inputs = input == null ? List.of(model.toPath()) : List.of(model.toPath(), input.toPath());
			final Result result = inFolder(record(inputs), monitor, folder -> {
				folder.device(Devices.name(device), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")", Torch
					.threads());
				return run.run(folder);
			});
			monitor.message("Wrote " + result.output());
			return result;
		}
	}

	private FrameReader frames() {
		return open == null ? null : open.frames();
	}

	/** Frames of another distance in time have moved another way. */
	private void tellStride(final TranslatorFile file, final Opened<ClipLook> looks, final Monitor monitor) {
		final String trained = file.notes().getOrDefault(TranslatorWork.STRIDE, "1");
		if (trained.equals(Integer.toString(frames.stride)) || IntStream.of(looks.usable()).noneMatch(i -> looks.result(i)
			.frames() > 1)) return;
		monitor.message("The model was trained with stride=" + trained + ", and this is stride=" + frames.stride +
			": right only where the clips have more or fewer frames a second by as much.");
	}

	private void tell(final Opened<ClipLook> looks, final Monitor monitor) {
		int pictures = 0;
		int rates = 0;
		for (final int i : looks.usable()) {
			if (looks.result(i).frames() == 1) pictures++;
			else if (looks.result(i).guessed()) rates++;
		}
		if (pictures > 0) monitor.message(pictures + " of " + looks.usable().length +
			(pictures == 1 ? " is a single picture" : " are single pictures") + ": nothing is known of what was before and after.");
		if (rates > 0 && output != null) monitor.warn(rates + " of " + looks.usable().length +
			" clips do not say how many frames a second they have: written at " + ClipLook.USUAL + ".");
		if (pictures < looks.usable().length && output != null) {
			ClipWriter.requireLibrary();
			if (ClipCodec.of(codec) != ClipCodec.FFV1) monitor.message("codec=" + codec + " is " + ClipCodec.of(codec).loss() +
				": also what was not translated.");
		}
	}
}

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
package io.sonoflow.step.phantom;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.phantom.Exam;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.PhantomPlan;
import io.sonoflow.image.phantom.ScannerScreen;
import io.sonoflow.image.phantom.ViewSpec;
import io.sonoflow.run.RunFolder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes a data set of synthetic ultrasound images: {@code images/}, {@code masks/} (255 in the organ) and
 * {@code dataset.csv}. The same parameters give the same pixels on every machine and with any number of threads.
 */
public final class MakePhantomsStep {

	/** The menu label. */
	public static final String COMMAND = "Make Phantoms...";

	/** Most patients in one set: what four digits can number. */
	public static final int MAX_PATIENTS = 9999;

	/** Both views of a screen, in the column {@code view}. */
	public static final String BOTH_VIEWS = String.join("+", Organ.VIEWS);

	private static final int DEFAULT_SIZE = 256;

	/**
	 * The parameters; see COMMANDS.
	 *
	 * @param output folder to write
	 * @param patients 1..9999, two sides of two views each
	 * @param organs testis, thyroid or both, separated by commas; patients are shared out among them in turn
	 * @param size edge of a single view in pixels, 64..1024; views on screens are always 300
	 * @param screens whether to write scanner screens of both views instead of single views
	 * @param inhomogeneous share of that class among testes (and thyroids), 0..1
	 * @param noise share of wrong labels, 0..1
	 * @param markers share of views with burnt-in markers, 0..1
	 * @param biased how strongly markers follow the label, 0..1
	 * @param seed of everything that is drawn
	 * @param overwrite whether a finished run in output may be replaced
	 */
	public record Config(Path output, int patients, String organs, int size, boolean screens, double inhomogeneous,
		double noise, double markers, double biased, long seed, boolean overwrite)
	{

		/** The defaults of the command. */
		public static Config of(final Path output) {
			return new Config(output, 24, "testis", DEFAULT_SIZE, true, 0.2, 0, 0.3, 0, 0, false);
		}
	}

	/**
	 * What was made.
	 *
	 * @param table dataset.csv
	 * @param samples its rows
	 */
	public record Result(Path table, List<Sample> samples) {
	}

	/** One file to make: an exam and, if it is not a screen of both, which of its views. */
	private record Item(Exam exam, int view) {
	}

	private MakePhantomsStep() {
	}

	/**
	 * @throws SonoflowException.Input if a parameter is out of range or output is taken
	 * @throws SonoflowException.File if output cannot be written
	 */
	public static Result run(final Config config, final Monitor monitor) {
		final PhantomPlan plan = plan(config, monitor);
		return RunFolder.execute(new RunFolder.Run(COMMAND, config, config.output(), config.overwrite(), List.of()), monitor,
			folder -> make(config, plan, folder, monitor));
	}

	private static PhantomPlan plan(final Config config, final Monitor monitor) {
		if (config.patients() < 1 || config.patients() > MAX_PATIENTS) throw outside("patients", config.patients(), "1.." +
			MAX_PATIENTS);
		if (config.size() < ViewSpec.MIN_SIZE || config.size() > ViewSpec.MAX_SIZE) throw outside("size", config.size(),
			ViewSpec.MIN_SIZE + ".." + ViewSpec.MAX_SIZE);
		share("inhomogeneous", config.inhomogeneous());
		share("noise", config.noise());
		share("markers", config.markers());
		share("biased", config.biased());
		final PhantomPlan plan = new PhantomPlan(config.seed(), Organ.parse(config.organs()), config.patients(), config
			.inhomogeneous(), config.noise(), config.markers(), config.biased());
		if (config.screens() && config.size() != DEFAULT_SIZE) monitor.warn("size=" + config.size() +
			" has no effect with screens=true: views on a screen are 300 x 300. Give screens=false for single views.");
		if (config.biased() > 0 && config.markers() == 0) monitor.warn("biased=" + config.biased() +
			" has no effect with markers=0: no view bears markers.");
		if (plan.organs().size() > config.patients()) monitor.warn("organs=" + config.organs() + " with patients=" + config
			.patients() + ": a patient has one organ, so the last organs are not shown.");
		return plan;
	}

	private static void share(final String key, final double value) {
		if (!(value >= 0 && value <= 1)) throw outside(key, value, "0..1");
	}

	private static SonoflowException outside(final String key, final Object value, final String allowed) {
		return new SonoflowException.Input(key + "=" + value + " is out of range: allowed is " + allowed + ".");
	}

	private static Result make(final Config config, final PhantomPlan plan, final RunFolder folder, final Monitor monitor) {
		final List<Item> items = plan.exams().stream().flatMap(exam -> config.screens() ? List.of(new Item(exam, -1))
			.stream() : IntStream.range(0, 2).mapToObj(view -> new Item(exam, view))).toList();
		final List<Sample> samples = items.stream().map(item -> sample(item, folder.path(), digits(config))).toList();
		Parallel.forEach("phantoms", items.size(), monitor, i -> write(config, items.get(i), samples.get(i), folder
			.resumed()));
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, samples);
		figures(folder, items);
		return new Result(table, samples);
	}

	private static void write(final Config config, final Item item, final Sample sample, final boolean resumed) {
		if (resumed && Files.isRegularFile(sample.image()) && Files.isRegularFile(sample.mask())) return;
		final ScannerScreen screen = item.view() < 0 ? ScannerScreen.of(config.seed(), item.exam()) : ScannerScreen.single(
			config.seed(), item.exam(), item.view(), config.size());
		ImageFiles.writePng(sample.image(), screen.image());
		ImageFiles.writePng(sample.mask(), screen.mask());
	}

	private static int digits(final Config config) {
		return Math.max(2, String.valueOf(config.patients()).length());
	}

	private static Sample sample(final Item item, final Path folder, final int digits) {
		final Exam exam = item.exam();
		final String number = String.valueOf(exam.patient() + 1);
		final String patient = "phantom-" + "0".repeat(digits - number.length()) + number;
		final String side = Organ.SIDES.get(exam.side());
		final String view = item.view() < 0 ? BOTH_VIEWS : Organ.VIEWS.get(item.view());
		final String file = patient + "-" + side + (item.view() < 0 ? "" : "-" + view) + ".png";
		return new Sample(folder.resolve("images").resolve(file), patient, side, view, Exam.className(exam.label()), exam
			.organ().key(), folder.resolve("masks").resolve(file), Exam.className(exam.truth()), Map.of());
	}

	private static void figures(final RunFolder folder, final List<Item> items) {
		folder.figure("images", items.size());
		folder.figure(Exam.INHOMOGENEOUS, items.stream().filter(item -> item.exam().truth()).count());
		folder.figure("wronglabels", items.stream().filter(item -> item.exam().truth() != item.exam().label()).count());
		folder.figure("markedviews", items.stream().mapToLong(item -> item.view() < 0 ? item.exam().marked().stream().filter(
			marked -> marked).count() : item.exam().marked().get(item.view()) ? 1 : 0).sum());
	}
}

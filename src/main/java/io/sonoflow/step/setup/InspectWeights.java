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
package io.sonoflow.step.setup;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.PrefixSettings;
import io.sonoflow.nn.sam.PromptedSegmenter;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.unet.GuidedDiffusionRun;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.NetworkSearch;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Lists the tensors of a weight file and says which network they are. Nothing in the file is executed. */
public final class InspectWeights extends Step<InspectWeights.Result> {

	/** The table's columns. */
	public static final List<String> COLUMNS = List.of("name", "shape", "type");

	/** The menu label. */
	public static final String LABEL = "Inspect Weights...";

	@Parameter(label = "Weights", description = "File with weights: .safetensors, or .pt/.pth saved by torch.save.", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File input;

	@Group("Weights")
	public PrefixSettings source = new PrefixSettings();

	@Parameter(label = "Output", description = "Folder for weights.csv; empty writes nothing.", style = "directory",
		attrs = { @Attr(name = Key.FRAME), @Attr(name = Key.HEADING, value = "Result") })
	public File output;

	@Parameter(label = "Overwrite", description = "Whether a finished run in the output folder may be replaced.",
		attrs = { @Attr(name = Key.FRAME), @Attr(name = Key.HEADING, value = "Result") })
	public boolean overwrite = false;

	/**
	 * One tensor.
	 *
	 * @param name its name in the file; those of nested tensors are joined by dots
	 * @param shape sizes of the dimensions, slowest first, e.g. {@code 64 x 1 x 7 x 7}; empty for a single number
	 * @param type PyTorch's name, e.g. {@code float32}
	 */
	public record Row(String name, String shape, String type) {

		/** {@return the values of {@link InspectWeights#COLUMNS}} */
		public List<String> values() {
			return List.of(name, shape, type);
		}
	}

	/**
	 * @param name the file's name
	 * @param rows the tensors in the file's order
	 * @param parameters number of elements of all tensors
	 * @param architecture the network's short name, or {@code unknown}
	 * @param description the network in words
	 * @param prefix under which the network lies in the file; empty = it has none, or is not known
	 * @param notes what else should be known: which of several networks is taken, what stands beside it, which file of a run
	 *          it is
	 */
	public record Result(String name, List<Row> rows, long parameters, String architecture, String description, String prefix,
		List<String> notes)
	{

		/** Copies the notes. */
		public Result {
			notes = List.copyOf(notes);
		}
	}

	public InspectWeights() {
	}

	/** @param input a safetensors or torch file */
	public InspectWeights(final File input) {
		this.input = input;
	}

	/** @param values by key, for scripts */
	public InspectWeights(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static InspectWeights of(final Path input) {
		return new InspectWeights(file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * @return the tensors and what they are
	 * @throws SonoflowException.File if the file is no weight file or is damaged
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final StateDict weights = Weights.read(input.toPath());
		// Whoever inspects a file wants to know whether it is whole.
		Weights.verify(input.toPath());
		final Result result = inspect(weights);
		monitor.message(result.name() + ": " + result.description());
		monitor.message(String.format(Locale.ROOT, "%d tensors with %,d numbers%s", result.rows().size(), result.parameters(),
			weights.containers().isEmpty() ? "" : ", in " + String.join(", ", weights.containers())));
		result.notes().forEach(monitor::message);
		weights.metadata().forEach((key, value) -> monitor.message("metadata " + key + ": " + (key.equals(LearnedFrom.KEY)
			? LearnedFrom.header(weights.metadata()).describe() : value)));
		if (output == null) return result;
		return inFolder(record(List.of(input.toPath())), monitor, folder -> {
			Tables.write(folder.path().resolve("weights.csv"), COLUMNS, result.rows().stream().map(Row::values).toList());
			folder.figure("tensors", result.rows().size());
			folder.figure("parameters", result.parameters());
			return result;
		});
	}

	private Result inspect(final StateDict weights) {
		final List<Row> rows = weights.tensors().entrySet().stream().map(entry -> new Row(entry.getKey(), shape(entry
			.getValue()), entry.getValue().dtype().torchName())).toList();
		final List<String> notes = new ArrayList<>();
		GuidedDiffusionRun.describe(input.toPath()).ifPresent(notes::add);
		if (rows.isEmpty()) return new Result(input.getName(), rows, 0, "unknown", "no tensors at all", "", notes);
		try {
			final NetworkSearch.Result found = new NetworkSearch(source.prefix, Set.of()).in(weights);
			final Architecture architecture = ours(weights, Architecture.of(found.network()));
			if (!found.prefix().isEmpty()) notes.add(0, "The network lies under the prefix \"" + found.prefix() + "\"." + Wrappers
				.describe(found.prefix(), found.beside()));
			found.tell(new Notes(notes));
			if (architecture.isSam()) notes.add(PromptedSegmenter.advice(input.toPath(), weights));
			else notes.addAll(use(architecture.name()).map(List::of).orElseGet(() -> new WeightUses(input.toPath(), source.prefix,
				architecture, weights).notes()));
			return new Result(input.getName(), rows, weights.parameters(), architecture.name(), architecture.description(), found
				.prefix(), notes);
		}
		catch (final SonoflowException.File e) {
			// Several networks, or names that collide: the table is what the user needs to sort that out.
			return new Result(input.getName(), rows, weights.parameters(), "unknown", e.getMessage(), "", notes);
		}
	}

	/** {@return what a model of ours says of itself, where its tensors alone look like another network, or none} */
	private static Architecture ours(final StateDict weights, final Architecture found) {
		final Map<String, String> header = weights.metadata();
		if (SegmentationConfig.isSegmenter(header)) {
			final SegmentationConfig config = SegmentationConfig.fromMetadata(header, weights.source());
			return new Architecture(SegmentationConfig.ARCHITECTURE, config.shape().describe(), 1, 0, null);
		}
		if (!header.containsKey(ModelConfig.FORMAT) || !isOfOrgans(header.getOrDefault("architecture", ""))) return found;
		final ModelConfig config = ModelConfig.fromMetadata(header, weights.source());
		return new Architecture(config.architecture(), config.architecture() + ", " + config.classes().size() + " classes", config
			.channels(), config.classes().size(), null);
	}

	private static boolean isOfOrgans(final String name) {
		return Networks.names().contains(name) && name.matches("(film-|cbam-|unet-).*");
	}

	/** {@return what a model of organs is good for here, in words; empty if it is none} */
	private static Optional<String> use(final String name) {
		if (name.equals(SegmentationConfig.ARCHITECTURE)) return Optional.of("Use: model= in Segment Ultrasound; as a start, " +
			"weights= in Train Segmenter, and with backbone=" + Networks.UNET_FLAT + " or " + Networks.UNET_POOLED +
			" in Train Classifier.");
		return isOfOrgans(name) ? Optional.of("Use: model= in Classify Ultrasound; as a start, weights= with backbone=" + name
			.replace(Networks.FILM, "") + (name.startsWith(Networks.FILM) ? " and film=true" : "") +
			" in Train Classifier and Cross-Validate Classifier.") : Optional.empty();
	}

	/** What would be said, to be said with the rest. */
	private record Notes(List<String> list) implements Monitor {

		@Override
		public void message(final String text) {
			list.add(text);
		}
	}

	private static String shape(final Tensor tensor) {
		return String.join(" x ", Arrays.stream(tensor.shape()).mapToObj(String::valueOf).toList());
	}
}

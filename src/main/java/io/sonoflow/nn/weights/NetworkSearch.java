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
package io.sonoflow.nn.weights;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.Places.Place;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The network in a file of anyone's: the known one that is whole in it, under whatever prefix wrappers gave it. Where
 * several are, the prefix that is asked for decides, then the architectures that are wanted, then the field's habit (see
 * {@link Habits}); without one, none is taken.
 *
 * <pre>
 * NetworkSearch.Result found = new NetworkSearch("", Set.of("resnet18")).in(Weights.read(path));
 * </pre>
 *
 * @param prefix under which it lies, e.g. {@code teacher}, with or without a dot at its end; empty = find it, a dot = the
 *          network that has none
 * @param wanted names of {@link Architecture}; empty = any
 */
public record NetworkSearch(String prefix, Set<String> wanted) {

	/** Looks for any network. */
	public static final NetworkSearch ANY = new NetworkSearch("", Set.of());

	private static final int NAMED = 8;

	/**
	 * What was found.
	 *
	 * @param network its tensors under their final names
	 * @param prefix under which it lies in the file; empty if it has none, or if it is no known network
	 * @param choice which of several was taken, and why, in words; empty if there was only one
	 * @param beside what else the file holds, e.g. {@code module.encoder_k (122 tensors)}
	 */
	public record Result(StateDict network, String prefix, String choice, List<String> beside) {

		/** Says what the user should know of it. */
		public void tell(final Monitor monitor) {
			if (!choice.isEmpty()) monitor.message(choice);
			if (!beside.isEmpty()) monitor.message("Not used of " + network.source() + ", beside the network: " + String.join(
				", ", beside.subList(0, Math.min(NAMED, beside.size()))) + (beside.size() > NAMED ? " and " + (beside.size() -
					NAMED) + " more" : "") + ".");
		}
	}

	/**
	 * @param file all of it
	 * @return the network
	 * @throws SonoflowException.File if there is none, or several and it is not clear which
	 * @throws SonoflowException.Input if there is nothing under the prefix
	 */
	public Result in(final StateDict file) {
		final List<Place> all = Places.of(file);
		final String inside = prefix.strip().replaceAll("\\.+$", "");
		List<Place> places = all;
		if (!prefix.isBlank()) {
			places = all.stream().filter(place -> place.prefix().equals(inside)).toList();
			if (places.isEmpty()) places = all.stream().filter(place -> place.prefix().startsWith(inside + ".") || inside
				.isEmpty()).toList();
			if (places.isEmpty()) return unknown(file, inside, all);
		}
		else if (all.isEmpty() || isOurs(file) && all.stream().noneMatch(place -> isWanted(place) || place.prefix()
			.isEmpty())) return new Result(NameMap.normalise(Containers.network(file)), "", "", List.of());
		if (places.stream().anyMatch(this::isWanted)) places = places.stream().filter(this::isWanted).toList();
		final Place place = choose(file, places);
		return new Result(place.prefix().isEmpty() && place.tensors().equals(file.tensors()) ? file : renamed(file, place), place
			.prefix(), choice(file, place, places), beside(file, place));
	}

	/** A file of ours is the network that its header names: what lies in it under a prefix, that one listens to. */
	private static boolean isOurs(final StateDict file) {
		return file.metadata().containsKey("sonoflow");
	}

	private boolean isWanted(final Place place) {
		return wanted.isEmpty() || wanted.contains(place.architecture().name());
	}

	/** {@return what is under a prefix, though no network that is known} */
	private static Result unknown(final StateDict file, final String prefix, final List<Place> places) {
		final Map<String, Tensor> inside = new LinkedHashMap<>();
		file.tensors().forEach((name, tensor) -> {
			if (name.startsWith(prefix + ".")) inside.put(name.substring(prefix.length() + 1), tensor);
		});
		if (inside.isEmpty()) throw new SonoflowException.Input("prefix=" + prefix + ": there are no tensors under it in " + file
			.source() + ". Known networks are there: " + (places.isEmpty() ? "none" : describe(places)) +
			". Give another prefix, or leave it out. Inspect Weights... lists all names.");
		return new Result(NameMap.normalise(new StateDict(file.source() + " [" + prefix + "]", inside.entrySet().stream().map(
			entry -> new StateDict.Item(List.of(entry.getKey()), entry.getValue())).toList(), file.metadata())), prefix, "",
			List.of());
	}

	private static Place choose(final StateDict file, final List<Place> places) {
		for (final Place place : places)
			if (places.stream().allMatch(other -> other == place || Habits.prefers(file, place, other) != null || Habits.sameTensors(
				place, other))) return place;
		throw new SonoflowException.File("There are " + places.size() + " networks in " + file.source() + ": " + describe(
			places) + ", and nothing tells which is wanted: choose one with the key prefix, e.g. prefix=" + (places.get(0)
				.prefix().isEmpty() ? "." : places.get(0).prefix()) + ".");
	}

	private static String describe(final List<Place> places) {
		return String.join(", ", places.stream().map(Place::describe).toList());
	}

	private static String choice(final StateDict file, final Place chosen, final List<Place> places) {
		if (places.size() == 1) return "";
		final String why = places.stream().filter(place -> place != chosen).map(place -> Habits.prefers(file, chosen, place)).filter(
			reason -> reason != null).findFirst().orElse("all are the same tensors");
		return "There are " + places.size() + " networks in " + file.source() + ": " + describe(places) + ". Taken: " + (chosen
			.prefix().isEmpty() ? "the one without a prefix" : chosen.prefix()) + ", because " + why +
			". The key prefix chooses another.";
	}

	private static StateDict renamed(final StateDict file, final Place place) {
		return new StateDict(file.source() + (place.prefix().isEmpty() ? "" : " [" + place.prefix() + "]"), place.tensors()
			.entrySet().stream().map(entry -> new StateDict.Item(List.of(entry.getKey()), entry.getValue())).toList(), file
				.metadata());
	}

	/** {@return the rest of the file, by the shortest names that tell it from the network} */
	private static List<String> beside(final StateDict file, final Place place) {
		final Map<String, Integer> groups = new LinkedHashMap<>();
		for (final String name : file.tensors().keySet())
			if (!place.names().contains(name)) groups.merge(group(name, place.way()), 1, Integer::sum);
		final List<String> beside = new ArrayList<>();
		groups.forEach((name, count) -> beside.add(file.has(name) ? name : name + " (" + count + (count == 1 ? " tensor)"
			: " tensors)")));
		return beside;
	}

	private static String group(final String name, final List<String> way) {
		final List<String> parts = Arrays.asList(name.split("\\."));
		int shared = 0;
		while (shared < Math.min(way.size(), parts.size() - 1) && way.get(shared).equals(parts.get(shared)))
			shared++;
		return String.join(".", parts.subList(0, shared + 1));
	}
}

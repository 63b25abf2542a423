// Where a photo would be placed, on a map that is made when one opens it: there one moves it, or confirms it.

const DECIMALS = 5; // about a metre

/** `details`: with a <point-picker> and a button « data-confirm »; `start()`: [lon, lat] or null, where it would be now;
 *  `isOurs()`: whether the point is the map's own; `onMove` and `onConfirm` get [lon, lat] or null. */
export function photoMap(details, { start, isOurs, onMove, onConfirm }) {
  const picker = details.querySelector("point-picker");
  const [lon, lat] = picker.querySelectorAll("input");

  const point = () => (lon.value === "" || lat.value === "" ? null : [Number(lon.value), Number(lat.value)]);

  /** Unless somebody has put it on the map, the point follows what else says where. */
  function follow() {
    if (isOurs()) return;
    [lon.value, lat.value] = start()?.map((degrees) => Number(degrees.toFixed(DECIMALS))) ?? ["", ""];
    picker.dispatchEvent(new Event("change"));
  }

  details.querySelector("summary").addEventListener("click", () => { if (!details.open) follow(); });
  picker.addEventListener("input", () => onMove(point()));
  details.querySelector("[data-confirm]").addEventListener("click", () => {
    onConfirm(point());
    details.open = false;
    details.querySelector("summary").focus();
  });
  return { follow };
}

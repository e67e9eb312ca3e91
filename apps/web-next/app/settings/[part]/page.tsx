import { useParams } from "react-router";

import { Settings } from "../settings";

export default function SettingsPartPage() {
  return <Settings part={useParams().part ?? ""} />;
}
